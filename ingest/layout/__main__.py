"""`python -m ingest.layout FILE…` prints how a file was laid out: zones, tree, tables. For the eye."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.layout import lay_out
from ingest.layout.model import DocumentLayout, Provision
from ingest.readers import UnreadableFile, read_file


def _show(node: Provision, depth: int) -> None:
    head = node.head.text if node.head else ""
    print(f"{'  ' * depth}{node.kind.value:8}{node.section or '-'}  {head[:110]!r}")
    for block in node.paragraphs:
        print(f"{'  ' * depth}        ¶ {block.text[:110]!r}")
    for table in node.tables:
        print(f"{'  ' * depth}        table {table.columns}")
        for row in table.rows:
            cells = " | ".join((cell.text[:24] if cell else "") for cell in row.cells)
            print(f"{'  ' * depth}          {row.section or '-'}: {cells}")
    for child in node.children:
        _show(child, depth + 1)


def dump(layout: DocumentLayout) -> None:
    """Print one document."""
    print(f"== part {layout.part} {layout.span.start}..{layout.span.end} {layout.quality}")
    for name in ("header", "title", "stamps", "basis", "recipients", "signature"):
        for block in getattr(layout, name):
            print(f"  {name:10} {block.text[:150]!r}")
    _show(layout.body, 1)


def main() -> int:
    for name in sys.argv[1:]:
        path = Path(name)
        print(f"#### {path.name}")
        try:
            source = read_file(path, path.parent)
        except UnreadableFile as problem:
            print(f"{path}: {problem.reason}", file=sys.stderr)
            return 1
        for layout in lay_out(source):
            dump(layout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

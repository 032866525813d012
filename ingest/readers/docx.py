"""Word documents (DOCX): paragraphs and tables in the order of the page, with the numbers that Word computes.

In go the bytes, out comes one line for each paragraph. Headers set in tables, content controls, text boxes and tracked
changes (as if accepted) are read; headers and footers of pages are not. Knows nothing of what the text says.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ingest.readers import legacy
from ingest.readers.archive import checked
from ingest.readers.cells import spread_down, table_lines
from ingest.readers.model import Limits, Read, Tell
from ingest.readers.numbering import Numbering
from ingest.readers.reasons import UnreadableFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {W + "del", W + "moveFrom", W + "instrText", W + "rPr", W + "pPr", _MC + "Fallback", W + "delText"}
_DEEPEST = 30
LONG = 60
"""Letters from which a paragraph is running text."""


@dataclass(frozen=True, slots=True)
class Docx:
    """The reader of DOCX files."""

    name: str = "docx 1 (python-docx)"

    def read(self, data: bytes, limits: Limits, tell: Tell) -> Read:
        import docx
        from docx.opc.exceptions import OpcError
        from lxml import etree

        checked(data, limits)
        try:
            document = docx.Document(io.BytesIO(data))
            paper = _Paper(document)
            lines = _parted(paper.lines(document.element.body, 0))
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(f"the Word document holds broken XML ({error.msg})") from None
        except (OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, OSError):
            raise UnreadableFile("the Word document is cut short or broken") from None
        text = "\n".join(lines) + "\n"
        found = legacy.converted(text)
        if found:
            return Read(found[0], (), (f"converted from {found[1]}",))
        notes = (f"converted from {', '.join(sorted(paper.converted))}",) if paper.converted else ()
        return Read(text, (), notes)


def _parted(lines: Iterable[str]) -> list[str]:
    """An empty line behind each paragraph of running text: Word parts them, whatever the print looks like.

    Short lines without an end (titles over several paragraphs, heads) stay together.
    """
    out: list[str] = []
    for line in lines:
        out.append(line)
        if (len(line) >= LONG or line.endswith((".", ";", ":"))) and not line.startswith("|"):
            out.append("")
    return out


@dataclass
class _Paper:
    """One document while it is read: its styles and the state of its numbering."""

    document: Any
    converted: set[str] = field(default_factory=set)

    @cached_property
    def numbering(self) -> Numbering:
        return Numbering.of(self.document)

    @cached_property
    def encodings(self) -> dict[str, str]:
        """Font families of an old encoding whose text really is in it."""
        texts: dict[str, list[str]] = {}
        for run in self.document.element.body.iter(W + "r"):
            family = _family(_font(run))
            if family:
                texts.setdefault(family, []).append("".join(t.text or "" for t in run.iter(W + "t")))
        found = {}
        for family, parts in texts.items():
            text = " ".join(parts)
            if not any("\u0100" <= c <= "\u1eff" for c in text[:20_000]):
                found[family] = family
        return found

    def lines(self, parent: Any, depth: int) -> Iterator[str]:
        """The lines of a body or a cell."""
        if depth > _DEEPEST:
            return
        for child in parent.iterchildren():
            if child.tag == W + "p":
                yield from self.paragraph(child, depth)
            elif child.tag == W + "tbl":
                yield from self.table(child, depth)
            elif child.tag == W + "sdt":
                for content in child.iterchildren(W + "sdtContent"):
                    yield from self.lines(content, depth + 1)
            elif child.tag in (W + "ins", W + "moveTo", W + "customXml"):
                yield from self.lines(child, depth + 1)

    def paragraph(self, element: Any, depth: int) -> Iterator[str]:
        boxes: list[Any] = []
        text = "".join(self._pieces(element, boxes)).rstrip()
        number = self.numbering.label(element) if text.strip() else ""
        yield from (number + text.lstrip() if number else text).split("\n")
        for box in boxes:
            yield from self.lines(box, depth + 1)

    def _pieces(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        for child in element.iterchildren():
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag == W + "r":
                yield self._run(child, boxes)
            elif tag == W + "t":
                yield child.text or ""
            elif tag in (W + "tab", W + "ptab"):
                yield "\t"
            elif tag in (W + "br", W + "cr"):
                yield "\n\f" if child.get(W + "type") == "page" else "\n"
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag == W + "txbxContent":
                boxes.append(child)
            elif isinstance(tag, str):
                yield from self._pieces(child, boxes)

    def _run(self, run: Any, boxes: list[Any]) -> str:
        text = "".join(self._pieces(run, boxes))
        font = _font(run)
        family = _family(font)
        if family and family in self.encodings:
            text = legacy.tcvn3(text) if family == "TCVN3" else legacy.vni(text)
            if text.strip():
                self.converted.add(family)
            if family == "TCVN3" and font.endswith("H"):
                text = text.upper()
        if _on(run.find(f"{W}rPr/{W}caps")):
            text = text.upper()
        return text

    def table(self, element: Any, depth: int) -> Iterator[str]:
        rows: list[list[str]] = []
        merged: list[tuple[int, int, int]] = []
        open_: dict[int, tuple[int, int]] = {}  # column -> (first row of the merge, index in `merged`)
        for tr in _deep(element, W + "tr", W + "sdt"):
            row: list[str] = []
            before = tr.find(f"{W}trPr/{W}gridBefore")
            row.extend([""] * _number(before, 0))
            for tc in _deep(tr, W + "tc", W + "sdt"):
                column = len(row)
                goes_on = self._merge(tc, column, len(rows), merged, open_)
                row.append("" if goes_on else "\n".join(self.lines(tc, depth + 1)).strip("\n"))
                row.extend([""] * (min(_number(tc.find(f"{W}tcPr/{W}gridSpan"), 1), 60) - 1))
            rows.append(row)
        width = max((len(row) for row in rows), default=0)
        for row in rows:
            row.extend([""] * (width - len(row)))
        spread_down(rows, merged)
        yield ""
        yield from table_lines(rows)
        yield ""

    @staticmethod
    def _merge(tc: Any, column: int, row: int, merged: list[tuple[int, int, int]], open_: dict[int, Any]) -> bool:
        """Whether this cell goes on one above."""
        mark = tc.find(f"{W}tcPr/{W}vMerge")
        if mark is None:
            open_.pop(column, None)
            return False
        if mark.get(W + "val") == "restart" or column not in open_:
            open_[column] = (row, len(merged))
            merged.append((row, column, 1))
            return False
        first, index = open_[column]
        merged[index] = (first, column, row - first + 1)
        return True


def _deep(parent: Any, tag: str, wrapper: str) -> Iterator[Any]:
    """Children of a kind, those inside content controls too."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag == wrapper:
            for content in child.iterchildren(W + "sdtContent"):
                yield from _deep(content, tag, wrapper)


def _number(element: Any, default: int) -> int:
    value = element.get(W + "val") if element is not None else None
    return int(value) if value and value.isdigit() else default


def _on(element: Any) -> bool:
    return element is not None and element.get(W + "val") not in ("0", "false", "off")


def _font(run: Any) -> str:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""


def _family(font: str) -> str:
    return "TCVN3" if font.startswith(".Vn") else "VNI" if font.upper().startswith("VNI-") else ""

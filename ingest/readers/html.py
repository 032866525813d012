"""Web pages: the main text in order, without menus, teasers and footers.

In go the bytes, out come paragraphs parted by empty lines and tables as rows. jusText finds the paragraphs that are
text; the smallest part of the page that holds them is read as a whole, so that short lines of the form (number, date,
recipients) stay in their place. Knows nothing of what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.readers import legacy, plain
from ingest.readers.cells import is_frame, spread_down, table_lines
from ingest.readers.model import Limits, Read, Tell
from ingest.readers.reasons import UnreadableFile

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_DROPPED = frozenset(
    """
    script style noscript template nav aside footer form button select input textarea iframe object embed svg canvas
    audio video map head title link meta dialog
    """.split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4
    h5 h6 header hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul caption
    """.split()  # noqa: SIM905
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
MOST_OF_IT = 0.9
LEAST_GOOD = 200
LONG = 120
"""Letters of a paragraph that is text on its own account; jusText's 200 is for news."""
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Html:
    """The reader of web pages."""

    name: str = "html 1 (jusText)"

    def read(self, data: bytes, limits: Limits, tell: Tell) -> Read:
        markup, encoding = _decoded(data)
        text = text_of_html(markup)
        notes = [f"converted from {encoding}"] if encoding in legacy.NAMES else []
        if not notes and (found := legacy.converted(text)):
            text = found[0]
            notes = [f"converted from {found[1]}"]
        return Read(text, (), tuple(notes))


def _decoded(data: bytes) -> tuple[str, str]:
    said = _CHARSET.search(data[:4096])
    name = said[1].decode("ascii").lower() if said else ""
    if name and not name.startswith("utf") and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    return plain.decode(data)


def text_of_html(markup: str) -> str:
    """The main text of a page."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(_DECLARED.sub("", markup).replace("\x00", ""))
    except (etree.ParserError, ValueError):
        raise UnreadableFile("the web page is empty or broken") from None
    walk = _Walk()
    walk.block(_main(root), 0)
    return walk.text()


def _main(root: Any) -> Any:
    """The smallest element that holds nearly all the text that is text."""
    body = root.find("body")
    body = root if body is None else body
    for element in list(body.iter(*_DROPPED)):
        if element is not body and element.getparent() is not None:
            element.drop_tree()
    good = _good(body)
    total = sum(good.values())
    if total < LEAST_GOOD:
        return body
    weight: dict[Any, int] = {}
    for element, size in good.items():
        at = element
        while at is not None:
            weight[at] = weight.get(at, 0) + size
            at = at.getparent()
    best = body
    while True:
        inner = [child for child in best if weight.get(child, 0) >= MOST_OF_IT * total]
        if not inner or inner[0].tag in ("p", "tr", "tbody"):
            return best
        best = inner[0]


def _good(body: Any) -> dict[Any, int]:
    """Elements whose paragraphs jusText takes for text, with their length."""
    from justext.core import ParagraphMaker, classify_paragraphs, revise_paragraph_classification

    top = body.getroottree()
    paragraphs = ParagraphMaker.make_paragraphs(top.getroot())
    classify_paragraphs(paragraphs, _stop_words(), length_high=LONG)
    revise_paragraph_classification(paragraphs)
    out: dict[Any, int] = {}
    for paragraph in paragraphs:
        if paragraph.class_type == "good":
            found = top.xpath(paragraph.xpath)
            if found:
                out[found[0]] = out.get(found[0], 0) + len(paragraph.text)
    return out


@cache
def _stop_words() -> frozenset[str]:
    """The commonest words of the language, and their syllables: jusText compares words one by one."""
    from justext import get_stoplist

    words = get_stoplist("Vietnamese")
    return frozenset(part for word in words for part in word.lower().split())


@dataclass
class _Walk:
    """The lines so far, and the paragraph being written."""

    lines: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    mark: str = ""

    def text(self) -> str:
        self.close()
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return "\n".join(self.lines) + "\n"

    def close(self) -> None:
        """Ends the paragraph; `pending` may hold line breaks of its own."""
        joined = "".join(self.pending)
        self.pending.clear()
        texts = [_SPACE.sub(" ", line).strip() for line in joined.split("\v")]
        if not any(texts):
            return
        self.blank()
        first = next(i for i, line in enumerate(texts) if line)
        texts[first] = self.mark + texts[first]
        self.mark = ""
        self.lines.extend(texts[first:])
        while self.lines and not self.lines[-1]:
            self.lines.pop()

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def block(self, element: Any, depth: int) -> None:
        self.close()
        self.inside(element, depth)
        self.close()

    def inside(self, element: Any, depth: int) -> None:
        if depth > _DEEPEST:
            self.pending.append(element.text_content())
            return
        self.pending.append(element.text or "")
        number = _start(element)
        for child in element:
            if isinstance(child.tag, str) and not _HIDDEN.search(child.get("style") or ""):
                if child.tag == "li":
                    self.close()
                    self.mark = _item_mark(element, number)
                    number += 1
                self.one(child, depth + 1)
                self.mark = "" if child.tag == "li" else self.mark
            self.pending.append(child.tail or "")

    def one(self, child: Any, depth: int) -> None:
        if child.tag == "br":
            self.pending.append("\v")
        elif child.tag == "table":
            self.table(child, depth)
        elif child.tag == "pre":
            self.close()
            self.blank()
            self.lines.extend(line.rstrip() for line in child.text_content().splitlines())
        elif child.tag in _BLOCKS:
            self.block(child, depth)
        elif child.tag not in _DROPPED:
            self.inside(child, depth)

    def table(self, element: Any, depth: int) -> None:
        """A table as rows; one that only sets the page in columns as what its cells hold."""
        self.close()
        rows, cells = _cells(element, depth)
        if is_frame(rows) or any(next(td.iter("table"), None) is not None for td in cells):
            for td in cells:
                self.block(td, depth + 1)
            return
        self.blank()
        self.lines.extend(table_lines(rows))
        self.blank()


def _cells(table: Any, depth: int) -> tuple[list[list[str]], list[Any]]:
    """(texts of the cells, in their columns; the cells themselves, in order)."""
    rows: list[list[str]] = []
    cells: list[Any] = []
    merged: list[tuple[int, int, int]] = []
    taken: dict[int, int] = {}  # column -> rows that a cell above still covers
    for tr in _rows(table):
        row: list[str] = []
        for td in tr.iterchildren("td", "th"):
            while taken.get(len(row), 0):
                row.append("")
            down, across = _span(td, "rowspan"), min(_span(td, "colspan"), 60)
            if down > 1:
                merged.append((len(rows), len(row), down))
                taken.update({len(row) + i: down for i in range(across)})
            cells.append(td)
            row.extend([_cell_text(td, depth), *([""] * (across - 1))])
        while taken.get(len(row), 0):
            row.append("")
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        rows.append(row)
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    spread_down(rows, merged)
    return rows, cells


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from child.iterchildren("tr")


def _span(td: Any, name: str) -> int:
    value = td.get(name) or "1"
    return max(1, min(int(value), 500)) if value.strip().isdigit() else 1


def _cell_text(td: Any, depth: int) -> str:
    walk = _Walk()
    walk.inside(td, depth + 1)
    walk.close()
    return "\n".join(line for line in walk.lines if line)


def _start(element: Any) -> int:
    value = element.get("start") or "1" if element.tag == "ol" else "1"
    return int(value) if value.isdigit() else 1


def _item_mark(parent: Any, number: int) -> str:
    if parent.tag != "ol":
        return "- "
    from ingest.readers.numbering import written

    forms = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
    form = forms.get(parent.get("type") or "", "decimal")
    return written(number, form) + (") " if form == "lowerLetter" else ". ")

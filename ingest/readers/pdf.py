"""PDF files: the text layer where a page has one, recognition where it is a picture.

Letters are taken with their places and put into lines by where they stand, not by the order in which the file draws
them: fonts mixed within a word, accents drawn apart and two-column heads come out right. Knows nothing of the text.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers import legacy, ocr
from ingest.readers.geometry import PrintedLine, lines_on
from ingest.readers.glyphs import Glyph, words_of
from ingest.readers.model import Limits, Read, Tell
from ingest.readers.pages import PrintedPage, bound
from ingest.readers.reasons import UnreadableFile
from ingest.readers.rules import Rule

LEAST_LETTERS = 16
"""A page with fewer letters and a picture over most of it is a scan with a page number or a stamp as text."""
MOST_LETTERS = 60_000
MOST_PATHS = 20_000
_SKIP = {0x0, 0xFFFD, 0xFEFF}
_HYPHENS = {0x2, 0xFFFE, 0xAD}


@dataclass(frozen=True, slots=True)
class Pdf:
    """The reader of PDF files."""

    name: str = f"pdf 1 (pdfium {pdfium.version.PDFIUM_INFO.build})"

    def read(self, data: bytes, limits: Limits, tell: Tell) -> Read:
        document = _opened(data)
        try:
            return _read(document, limits, tell, self.name)
        finally:
            document.close()


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        said = str(error).lower()
        if "password" in said:
            raise UnreadableFile("the PDF is encrypted; save it without a password") from None
        if "security" in said:
            raise UnreadableFile("the PDF is encrypted in a way that is not read; save it without a password") from None
        raise UnreadableFile("the PDF is cut short or broken") from None


def _read(document: pdfium.PdfDocument, limits: Limits, tell: Tell, name: str) -> Read:
    count = len(document)
    if not count:
        raise UnreadableFile("the PDF has no pages, or is cut short")
    if count > limits.pages:
        raise UnreadableFile(f"the PDF has {count:,} pages; {limits.pages:,} are read at most: split it")
    pages: list[PrintedPage] = []
    seen, blank = [], []
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            blank.append(number + 1)
            pages.append(PrintedPage((), 0, 0))
            continue
        printed = _text_page(page)
        if printed is None and ocr.available():
            printed = ocr.page_of(render(page), *page.get_size())
            seen.append(number + 1)
        elif printed is None:
            blank.append(number + 1)
        pages.append(printed or PrintedPage((), *page.get_size()))
        page.close()
        tell(number + 1, count)
    if len(blank) == count:
        raise UnreadableFile(
            "the PDF holds pictures of pages and no text; install Debian's tesseract-ocr and tesseract-ocr-vie"
            if not ocr.available()
            else "no page of the PDF could be opened"
        )
    notes = [f"pages read from pictures: {_ranges(seen)} of {count}"] if seen else []
    if blank:
        notes.append(f"pages without text that could not be read: {_ranges(blank)}")
    reader = f"{name} + {ocr.version()}" if seen else name
    pages = _converted(pages, notes)
    return bound(pages, notes, reader, limits)


def render(page: pdfium.PdfPage, dpi: int = ocr.DPI) -> Any:
    """The page as a grey picture; large pages at fewer dots."""
    width, height = page.get_size()
    scale = min(dpi / 72, math.sqrt(ocr.MOST_PIXELS / max(1.0, width * height)))
    return page.render(scale=scale, grayscale=True).to_pil()


def _text_page(page: pdfium.PdfPage) -> PrintedPage | None:
    """The page by its text layer; None when it has none worth reading."""
    turn = _Turn.of(page)
    glyphs = _glyphs(page, turn)
    letters = sum(g.text.isalnum() for g in glyphs)
    rules, pictured = _drawn(page, turn)
    if letters < LEAST_LETTERS and pictured > 0.4:
        return None
    unmapped = sum(0xE000 <= ord(g.text[0]) < 0xF900 for g in glyphs)
    if unmapped > len(glyphs) * 0.2 and ocr.available():
        return None  # glyphs without a known letter: only the picture says what they are
    return PrintedPage(lines_on(words_of(glyphs), turn.width, rules), turn.width, turn.height)


def _converted(pages: list[PrintedPage], notes: list[str]) -> list[PrintedPage]:
    """Pages set in the fonts of an old encoding, as the letters they show."""
    found = legacy.converted("\n".join(line.text for page in pages[:5] for line in page.lines))
    if found is None:
        return pages
    convert = {"TCVN3": legacy.tcvn3, "VNI": legacy.vni, "VIQR": legacy.viqr}[found[1]]
    notes.append(f"converted from {found[1]}")
    return [
        PrintedPage([PrintedLine(convert(x.text), x.box, x.confidence) for x in page.lines], page.width, page.height)
        for page in pages
    ]


@dataclass(frozen=True, slots=True)
class _Turn:
    """From the file's own coordinates to the page as it is shown, y downwards."""

    rotation: int
    left: float
    bottom: float
    width: float
    height: float

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> _Turn:
        left, bottom, _, _ = page.get_cropbox()
        width, height = page.get_size()
        return cls(page.get_rotation() % 360, left, bottom, width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self.width - x, y
        if self.rotation == 270:
            return self.width - y, self.height - x
        return x, self.height - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)


def _glyphs(page: pdfium.PdfPage, turn: _Turn) -> list[Glyph]:
    textpage = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage)
        if count > MOST_LETTERS:
            raise UnreadableFile(f"a page holds {count:,} letters; {MOST_LETTERS:,} are read at most")
        return list(_each_glyph(textpage, count, turn))
    finally:
        textpage.close()


def _each_glyph(textpage: Any, count: int, turn: _Turn) -> Iterator[Glyph]:
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    upright = math.radians(turn.rotation)
    high: int | None = None
    for i in range(count):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high is not None:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, None
        if code in _SKIP or 0xD800 <= code < 0xE000 or raw.FPDFText_IsGenerated(textpage, i) == 1:
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, i, box) or not raw.FPDFText_GetCharOrigin(textpage, i, x, y):
            continue
        angle = raw.FPDFText_GetCharAngle(textpage, i)
        if angle >= 0 and abs(math.remainder(angle - upright, 2 * math.pi)) > 0.2:
            continue  # print that stands on its side: stamps of archives along the margin
        text = "-" if code in _HYPHENS else chr(code)
        left, top, right, bottom = turn.box(box.left, box.bottom, box.right, box.top)
        pen, base = turn.point(x.value, y.value)
        yield Glyph(text, left, top, right, bottom, pen, base, max(1.0, 0.85 * (bottom - top)))


def _drawn(page: pdfium.PdfPage, turn: _Turn) -> tuple[list[Rule], float]:
    """(ruled lines, share of the page that the largest picture covers)."""
    rules: list[Rule] = []
    largest = 0.0
    for n, thing in enumerate(page.get_objects(max_depth=4)):
        if n > MOST_PATHS:
            break
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, top, right, bottom = turn.box(*_bounds(thing))
            inside = max(0.0, min(right, turn.width) - max(left, 0)) * max(0.0, min(bottom, turn.height) - max(top, 0))
            largest = max(largest, inside)
        elif thing.type == raw.FPDF_PAGEOBJ_PATH:
            rules.extend(_strokes(thing, turn))
    return rules, largest / max(1.0, turn.width * turn.height)


def _bounds(thing: Any) -> tuple[float, float, float, float]:
    try:
        left, bottom, right, top = thing.get_bounds()
    except pdfium.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


def _strokes(path: Any, turn: _Turn) -> Iterator[Rule]:
    """Level and upright pieces of a path; curves and slants are no rules."""
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= 400:
        return
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = turn.point(*matrix.on_point(x.value, y.value))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _rule(last, here)
        last = here
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _rule(here, first)


def _rule(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
    if across < 1.0 and down > 3:
        yield Rule(True, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1]))
    elif down < 1.0 and across > 3:
        yield Rule(False, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))


def _ranges(numbers: list[int]) -> str:
    """1-3, 5."""
    out: list[str] = []
    start = before = numbers[0]
    for number in [*numbers[1:], 0]:
        if number != before + 1:
            out.append(str(start) if start == before else f"{start}-{before}")
            start = number
        before = number
    return ", ".join(out)

"""Pictures of pages, read by Tesseract with its Vietnamese model.

In goes a picture, out come the lines of the page with their boxes and how sure the recognition is of them. The page is
set straight first; ruled lines are taken out and kept as the walls of cells. Tesseract runs as a program of its own.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from typing import Any

from ingest.readers.geometry import Word, lines_on
from ingest.readers.model import Limits, Read, Tell
from ingest.readers.pages import PrintedPage, bound
from ingest.readers.reasons import UnreadableFile
from ingest.readers.rules import Rule, grids
from ingest.readers.straight import found_rules, ink, skew, without

DPI = 300
MOST_PIXELS = 40_000_000
"""A3 at 400 dots per inch; larger pictures are made smaller."""
LEAST_SURE = 20.0
"""Words of less confidence, of 100, are specks and signatures."""
SECONDS = 80.0
_NUMBER = re.compile(r"[\dIVXivx]{1,5}(?:\.\d{1,3})*[.)]?$")


@cache
def available() -> bool:
    """Whether Tesseract and its Vietnamese model are there."""
    return shutil.which("tesseract") is not None and "vie" in _languages()


@cache
def _languages() -> tuple[str, ...]:
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    return tuple(done.stdout.split())


@cache
def version() -> str:
    done = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, timeout=20, check=False)
    return f"ocr 1 ({(done.stdout or done.stderr).splitlines()[0]}, vie)"


class Picture:
    """The reader of scanned pages that come as pictures: PNG, JPEG, TIFF of several pages, BMP."""

    name = "ocr 1"

    def read(self, data: bytes, limits: Limits, tell: Tell) -> Read:
        from PIL import Image, ImageSequence, UnidentifiedImageError

        if not available():
            raise UnreadableFile("a picture; to read it install Debian's tesseract-ocr and tesseract-ocr-vie")
        Image.MAX_IMAGE_PIXELS = 5 * MOST_PIXELS
        pages: list[PrintedPage] = []
        try:
            with Image.open(io.BytesIO(data)) as picture:
                count = getattr(picture, "n_frames", 1)
                if count > limits.pages:
                    raise UnreadableFile(f"the picture has {count:,} pages; {limits.pages:,} are read at most")
                for frame in ImageSequence.Iterator(picture):
                    dots = _dots(frame)
                    pages.append(page_of(_sized(frame), frame.width * 72 / dots, frame.height * 72 / dots))
                    tell(len(pages), count)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            raise UnreadableFile("the picture is cut short or broken") from None
        except Image.DecompressionBombError:
            raise UnreadableFile(f"the picture has more than {10 * MOST_PIXELS:,} dots; make it smaller") from None
        return bound(pages, (), version(), limits)


def _dots(frame: Any) -> float:
    """Dots per inch as the picture says, or as an A4 page would have."""
    said = frame.info.get("dpi", (0, 0))[0]
    return float(said) if 50 <= said <= 1200 else max(frame.width, frame.height) / 11.69


def _sized(frame: Any) -> Any:
    """The picture in grey, on white where it was clear, at a size that is read well."""
    if frame.mode in ("RGBA", "LA", "P"):
        from PIL import Image

        layer = frame.convert("RGBA")
        sheet = Image.new("RGBA", layer.size, "white")
        sheet.alpha_composite(layer)
        frame = sheet
    grey = frame.convert("L")
    dots = max(grey.size) / 11.69
    scale = 1.0
    if dots < 180:
        scale = DPI / max(dots, 40)
    if grey.width * grey.height * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (grey.width * grey.height)) ** 0.5
    return grey if scale == 1.0 else grey.resize((round(grey.width * scale), round(grey.height * scale)))


def page_of(picture: Any, width: float, height: float) -> PrintedPage:
    """The page that a grey picture shows; `width` and `height` in points."""
    angle = skew(picture)
    if angle:
        picture = picture.rotate(angle, expand=False, fillcolor=255, resample=2)
    dark = ink(picture)
    rules = found_rules(dark)
    bare = without(picture, rules)
    words = _words(bare)
    words += _numbers(bare, rules, words)
    if len(words) < 12 or sum(w.confidence or 0 for w in words) / len(words) < 55:
        turned = _turned(picture)
        if turned is not None:
            return page_of(turned, *(height, width) if turned.size != picture.size else (width, height))
    scale = width / picture.width
    return PrintedPage(
        lines_on([_scaled(w, scale) for w in words], width, [rule.scaled(scale) for rule in rules]), width, height
    )


def _numbers(picture: Any, rules: list[Rule], words: list[Word]) -> list[Word]:
    """The first column of a ruled table: recognition of whole pages leaves out figures that stand alone."""
    out: list[Word] = []
    for grid in grids(rules):
        left, right = grid.xs[0], grid.xs[1]
        inside = [w for w in words if left < w.middle < right and grid.ys[0] < w.bottom < grid.ys[-1]]
        if grid.rows < 3 or right - left > 0.2 * picture.width or len(inside) > 0.7 * grid.rows:
            continue
        strip = picture.crop((round(left) + 4, round(grid.ys[0]), round(right) - 4, round(grid.ys[-1])))
        for word in _words(strip, "6"):
            moved = replace(
                word,
                left=word.left + left + 4,
                right=word.right + left + 4,
                top=word.top + grid.ys[0],
                bottom=word.bottom + grid.ys[0],
                base=word.base + grid.ys[0],
            )
            known = any(abs(w.base - moved.base) < moved.size for w in inside)
            if not known and _NUMBER.match(word.text):
                out.append(moved)
    return out


def _turned(picture: Any) -> Any:
    """The picture turned upright, or None when it stands so already or cannot be told."""
    said = _tesseract(picture, "--psm", "0", "-l", "osd")
    angle = 0
    sure = 0.0
    for line in said.splitlines():
        if line.startswith("Rotate:"):
            angle = int(line.split()[1])
        elif line.startswith("Orientation confidence:"):
            sure = float(line.split()[2])
    return picture.rotate(-angle, expand=True, fillcolor=255) if angle and sure > 1 else None


def _words(picture: Any, mode: str = "3") -> list[Word]:
    out: list[Word] = []
    lines: dict[tuple[str, ...], list[tuple[str, list[int], float]]] = {}
    for row in _tesseract(picture, "--psm", mode, "-l", "vie", "-c", "tessedit_create_tsv=1").splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = map(int, cells[6:10])
        lines.setdefault(tuple(cells[1:5]), []).append(
            (cells[11].strip(), [left, top, width, height], float(cells[10]))
        )
    for words in lines.values():
        heights = sorted(box[3] for _, box, _ in words)
        size = heights[len(heights) // 2] * 0.95
        bases = sorted(box[1] + box[3] for _, box, _ in words)
        base = bases[len(bases) // 2]
        for text, (left, top, width, height), sure in words:
            if sure >= LEAST_SURE or text.isalnum():
                out.append(Word(text, left, top, left + width, top + height, size, base, sure))
    return out


def _scaled(word: Word, scale: float) -> Word:
    return replace(
        word,
        left=word.left * scale,
        top=word.top * scale,
        right=word.right * scale,
        bottom=word.bottom * scale,
        size=word.size * scale,
        base=word.base * scale,
    )


def _tesseract(picture: Any, *options: str) -> str:
    held = io.BytesIO()
    picture.save(held, "PNG", compress_level=1, dpi=(DPI, DPI))
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # pages are read side by side in processes
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", *options],
            input=held.getvalue(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")

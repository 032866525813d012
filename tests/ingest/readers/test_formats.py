"""The same document in every format states the same facts. Formats that need other programs are under `slow`."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from benchmarks.formats import make, plan
from benchmarks.formats.same import agreement, facts, paragraphs
from ingest.readers import read_bytes, read_file

SAMPLE = Path(str(files("ingest").joinpath("sample")))
CLEAN = ("000", "001", "003", "004")
EXACT, PRINTED, SCANNED = 0.99, 0.99, 0.90


def made(making: Callable[[], Path]) -> Path:
    """What the maker makes; skips where a program is missing, and fails on the build machine."""
    try:
        return making()
    except make.Missing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def share(path: Path, text: str) -> float:
    return agreement(facts(read_file(path, path.parent)), facts(read_bytes(text.encode(), "a.txt")))


@pytest.fixture(params=["plan", *CLEAN])
def document(request: pytest.FixtureRequest) -> tuple[make.Flow, str]:
    """(what formats are made of, the same as text)."""
    if request.param == "plan":
        return plan.flow(), plan.text()
    (path,) = SAMPLE.glob(f"{request.param}*.txt")
    parts = paragraphs(path.read_text(encoding="utf-8"))
    return parts, "\n\n".join(parts) + "\n"


def test_docx(document: tuple[make.Flow, str], tmp_path: Path) -> None:
    assert share(make.docx(tmp_path / "a.docx", document[0]), document[1]) >= EXACT


def test_html(document: tuple[make.Flow, str], tmp_path: Path) -> None:
    assert share(make.web_page(tmp_path / "a.html", document[0]), document[1]) >= EXACT


def test_pdf_by_reportlab(document: tuple[make.Flow, str], tmp_path: Path) -> None:
    assert share(made(lambda: make.pdf(tmp_path / "a.pdf", document[0])), document[1]) >= PRINTED


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["pdf", "html", "doc", "rtf", "odt"])
def test_by_libreoffice(document: tuple[make.Flow, str], suffix: str, tmp_path: Path) -> None:
    word = make.docx(tmp_path / "a.docx", document[0])
    path = made(lambda: make.converted(word, suffix, tmp_path / "profile"))
    assert share(path, document[1]) >= EXACT


@pytest.mark.slow
@pytest.mark.parametrize(("tilt", "noise"), [(0.0, 0.0), (0.7, 0.6)])
def test_scans(document: tuple[make.Flow, str], tilt: float, noise: float, tmp_path: Path) -> None:
    made(lambda: Path(make.needs("tesseract", "tesseract-ocr-vie")))
    printed = made(lambda: make.pdf(tmp_path / "a.pdf", document[0]))
    scan = make.scan(printed, tmp_path / "scan.pdf", dpi=200, tilt=tilt, noise=noise)
    assert share(scan, document[1]) >= SCANNED - (0.05 if tilt else 0)


def test_lines_know_where_they_lie(tmp_path: Path) -> None:
    source = read_file(made(lambda: make.pdf(tmp_path / "a.pdf", plan.flow())), tmp_path)
    assert [page.number for page in source.pages] == list(range(1, len(source.pages) + 1))
    assert "".join(page.span.of(source.text) for page in source.pages).replace("\f", "") == source.text.replace(
        "\f", ""
    )
    first = next(line for line in source.lines if "KẾ HOẠCH" in line.span.of(source.text))
    assert first.page == 1
    left, top, right, bottom = first.box
    assert 0 <= left < right <= 10_000
    assert 0 <= top < bottom <= 10_000
    for line in source.lines:
        assert line.span.of(source.text).strip()

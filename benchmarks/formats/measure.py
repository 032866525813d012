"""Facts from each format against facts from the text, and seconds a page: `python -m benchmarks.formats.measure`.

Makes every format of the four clean sample documents and of a made-up plan with a two-column head and a ruled annex,
reads them, and prints the table of README.md. Needs LibreOffice, Tesseract and a font; what is missing is left out.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

from benchmarks.formats import make, plan
from benchmarks.formats.same import agreement, facts, paragraphs
from ingest.readers import read_bytes, read_file

CLEAN = ("000", "001", "003", "004")


def documents() -> Iterator[tuple[str, make.Flow, str]]:
    yield "plan", plan.flow(), plan.text()
    folder = Path(str(files("ingest").joinpath("sample")))
    for start in CLEAN:
        (path,) = folder.glob(f"{start}*.txt")
        parts = paragraphs(path.read_text(encoding="utf-8"))
        yield start, parts, "\n\n".join(parts) + "\n"


def makers(flow: make.Flow, folder: Path) -> dict[str, Callable[[], Path]]:
    """Format -> what makes it; a scan is drawn from the PDF before it."""
    word = make.docx(folder / "a.docx", flow)

    def by_office(suffix: str) -> Callable[[], Path]:
        return lambda: make.converted(word, suffix, folder / "profile")

    def printed() -> Path:
        return make.pdf(folder / "a.pdf", flow)

    return {
        "DOCX (python-docx)": lambda: word,
        "HTML, portal page": lambda: make.web_page(folder / "a.html", flow),
        "HTML (LibreOffice)": by_office("html"),
        "PDF (reportlab)": printed,
        "PDF (LibreOffice, mixed fonts)": by_office("pdf"),
        "DOC (LibreOffice)": by_office("doc"),
        "RTF (LibreOffice)": by_office("rtf"),
        "ODT (LibreOffice)": by_office("odt"),
        "scan 200 dpi, clean": lambda: make.scan(printed(), folder / "clean.pdf"),
        "scan 200 dpi, 0.7° tilt, blurred, specks": lambda: make.scan(printed(), folder / "noisy.pdf", 200, 0.7, 0.8),
    }


def main() -> None:
    shares: dict[str, list[float]] = {}
    seconds: dict[str, list[float]] = {}
    for name, flow, text in documents():
        expected = facts(read_bytes(text.encode(), "a.txt"))
        with tempfile.TemporaryDirectory() as temporary:
            for form, making in makers(flow, Path(temporary)).items():
                try:
                    path = making()
                except make.Missing as missing:
                    print(f"left out: {form}: {missing}")
                    continue
                begun = time.perf_counter()
                source = read_file(path, path.parent)
                spent = time.perf_counter() - begun
                shares.setdefault(form, []).append(agreement(facts(source), expected))
                seconds.setdefault(form, []).append(spent / max(1, len(source.pages)))
                print(f"{name} {form}: {shares[form][-1]:.3f}, {seconds[form][-1]:.2f} s", flush=True)
    print("| format | same facts, mean | least | seconds a page (a file where it has none) |")
    print("|---|---|---|---|")
    for form, found in shares.items():
        mean, spent = sum(found) / len(found), sum(seconds[form]) / len(seconds[form])
        print(f"| {form} | {mean:.1%} | {min(found):.1%} | {spent:.2f} |")


if __name__ == "__main__":
    main()

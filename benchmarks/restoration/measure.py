"""How well damaged print is read: on the damaged sample aligned with its clean twins, and on clean text stripped.

    python -m benchmarks.restoration.measure [CLEAN_TEXT...]

1. The third sample document copies clauses that stand clean in the other four. Where folded words align, the clean
   word is the truth for the printed one. The shipped counts have seen those clauses (not this document): a fair
   figure for copied clauses, a flattering one for new ones.
2. Each clean text given loses its accents, is read back with counts made from all the others, and is compared.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path

from benchmarks.restoration.build_model import build
from ingest.text.fold import fold, modern_tone
from ingest.text.restore import Model, restore
from ingest.text.view import View

WORD = re.compile(r"\S+")
EDGES = "“”\"'.,;:()*#-–…"


def twin_truth(damaged: list[str], twin: list[str]) -> dict[int, str]:
    """Position in the damaged text -> clean word, where the two texts align word by word."""
    truth: dict[int, str] = {}
    a, b = [fold(w.strip(EDGES)) for w in damaged], [fold(w.strip(EDGES)) for w in twin]
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in steps:
        if (tag == "equal" and i2 - i1 >= 2) or (tag == "replace" and i2 - i1 == j2 - j1 <= 2):
            truth.update({i1 + k: twin[j1 + k] for k in range(i2 - i1)})
    return truth


def compare(read: str, true: str) -> bool:
    return modern_tone(read.strip(EDGES)).lower() == modern_tone(true.strip(EDGES)).lower()


def on_damaged_sample() -> None:
    texts = {
        p.name[:3]: p.read_text(encoding="utf-8")
        for p in files("ingest").joinpath("sample").iterdir()  # type: ignore[attr-defined]
        if p.name.endswith(".txt")
    }
    damaged = texts["002"]
    truth: dict[int, str] = {}
    for name in ("000", "001", "003", "004"):
        truth = {**twin_truth(WORD.findall(damaged), WORD.findall(texts[name])), **truth}
    began = time.perf_counter()
    words = WORD.findall(restore(View.of(damaged)).text)
    took = time.perf_counter() - began
    printed = WORD.findall(damaged)
    right = sum(compare(words[i], t) for i, t in truth.items())
    before = sum(compare(printed[i], t) for i, t in truth.items())
    misses = Counter((printed[i], words[i], t) for i, t in truth.items() if not compare(words[i], t))
    n = len(truth)
    print(f"damaged sample: {n} aligned words; as printed {before / n:.1%}, read {right / n:.1%}")
    print(f"  {len(damaged) / took / 1e6:.2f} million characters a second")
    print("  most frequent misses:", *(f"{p}→{r} ({t}) ×{n}" for (p, r, t), n in misses.most_common(25)), sep="\n    ")


def on_stripped(names: list[str]) -> None:
    texts = {name: Path(name).read_text(encoding="utf-8").replace("_", " ") for name in names}
    right = total = 0
    for name, text in texts.items():
        singles, pairs = build((t for other, t in texts.items() if other != name), Path("ingest/lexicons"))
        view = View.of(text)
        plain = view.map(lambda c: fold(c) if c.isalpha() and c.islower() else c)
        words, true = WORD.findall(restore(plain, Model.of(dict(singles), dict(pairs))).text), WORD.findall(text)
        pairs_of_words = [(w, t) for w, t in zip(words, true, strict=True) if any(c.isalpha() for c in t)]
        hits = sum(compare(w, t) for w, t in pairs_of_words)
        print(f"  {hits / len(pairs_of_words):.1%} of {len(pairs_of_words)} words: {Path(name).stem[:40]}")
        right, total = right + hits, total + len(pairs_of_words)
    print(f"stripped clean text, counts from the others: {right / total:.1%} of {total} words")


if __name__ == "__main__":
    on_damaged_sample()
    if len(sys.argv) > 1:
        on_stripped(sys.argv[1:])

"""Counts syllables and pairs of syllables in clean documents of the genre, for `ingest.text.restore`.

    python -m benchmarks.restoration.build_model CLEAN_TEXT... > ingest/text/data/syllables.tsv

Only counts leave this program, and of those only what occurs in at least two documents: no text can be read back.
Office and field names of the product's own lexicons are counted in, so that names the corpus lacks are known too.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path

from ingest.text.fold import fold, modern_tone
from ingest.text.restore import SYLLABLE
from ontology.reference.units import read_units

WORD = re.compile(r"[^\W\d_]+")
LEXICON_WEIGHT = 2


def sentences(text: str) -> Iterator[list[str]]:
    """Runs of lower-case words between marks; line ends are wraps, not ends."""
    clean = modern_tone(unicodedata.normalize("NFC", text.replace("_", " ")))
    for run in re.split(r"[^\w\s-]|\d+|\n\s*\n", clean):
        words = [word.lower() for word in WORD.findall(run) if is_vietnamese(word.lower()) or is_abbreviation(word)]
        if words:
            yield words


def is_abbreviation(word: str) -> bool:
    """UBND, HĐND, MTTQ: capitals that are no syllable. They are words of the genre; what stands beside them tells."""
    return 2 <= len(word) <= 6 and word.isupper() and not is_vietnamese(word.lower())


def lexicon_phrases(folder: Path) -> Iterator[list[str]]:
    for file in sorted(folder.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                yield from (words for cell in line.split("\t") for words in sentences(cell))


def is_vietnamese(word: str) -> bool:
    return len(word) <= 7 and bool(SYLLABLE.match(fold(word)))


def count(texts: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    seen_in: defaultdict[object, int] = defaultdict(int)
    for text in texts:
        here: set[object] = set()
        for words in sentences(text):
            singles.update(words)
            pairs.update(pairwise(words))
            here.update(words)
            here.update(pairwise(words))
        for item in here:
            seen_in[item] += 1
    keep = {item for item, n in seen_in.items() if n >= 2}
    return (
        Counter({w: n for w, n in singles.items() if w in keep}),
        Counter({p: n for p, n in pairs.items() if p in keep}),
    )


def place_phrases() -> Iterator[list[str]]:
    """Names of provinces and districts, old and new, with their type; communes are too many and too alike."""
    for unit in read_units():
        if unit.level != "commune":
            yield from sentences(f"{unit.kind} {unit.name}")


def build(texts: Iterable[str], lexicons: Path) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    singles, pairs = count(texts)
    for words in chain(lexicon_phrases(lexicons), place_phrases()):
        for word in words:
            singles[word] += LEXICON_WEIGHT
        for pair in pairwise(words):
            pairs[pair] += LEXICON_WEIGHT
    return singles, pairs


def main() -> None:
    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
    singles, pairs = build(texts, Path("ingest/lexicons"))
    print("# Counts in clean documents of the genre; made by benchmarks/restoration/build_model.py. One entry a line:")
    print("# syllable TAB count, or syllable SPACE syllable TAB count.")
    for word, n in sorted(singles.items()):
        print(f"{word}\t{n}")
    for (first, second), n in sorted(pairs.items()):
        print(f"{first} {second}\t{n}")


if __name__ == "__main__":
    main()

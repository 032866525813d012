"""Damage to order: clean annotated texts, made worse by known edits, with their labels carried through exactly.

    python -m benchmarks.extraction.noise [--channel NAME] [--doc NAME]

Each channel gives a list of edits; the same list moves every place of the gold, so nothing is aligned afterwards. The
curve is the F1 at each rate, and the area under it (trapezoids over the rate). Names of recipients and titles change
with the text and are not scored here. The real damaged document stands beside the synthetic ones: synthetic damage
alone overstates.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

from benchmarks.extraction import gold, report
from benchmarks.extraction.found import as_file
from benchmarks.extraction.items import Document, File, Item
from benchmarks.extraction.metrics import DocumentScore, Prf, pooled, score_file
from ingest.facts import Source
from ingest.pipeline import read_document_facts
from ingest.text.view import Span

Edit = tuple[int, int, str]
Channel = Callable[[str, float, random.Random], Iterator[Edit]]

RATES = (0.0, 0.1, 0.3, 0.6, 1.0)
CARRIED = ("references", "assignments", "targets", "reports")
DAMAGED = "002_864ecabd1a08de12.txt"
TWIN = "003_1b042e41bb84c4f9.txt"

_SYLLABLE = re.compile(r"[^\W\d_]+")
_SYMBOL = re.compile(r"\d+\s*(?:/\d{4})?[/-][A-ZĐ][\w-]*(?:[-/][\w-]+)*")
_ENUMERATOR = re.compile(r"(?m)^[ *#]*([IVX]+|\d{1,2}|[a-zđ])([.)])")
_GLYPHS = {"I": "|l1", "V": "v", "X": "x", "1": "lI", "2": "Z", "3": "8", "5": "S", "7": "/", ".": ",:", ")": "}j"}


@dataclass(frozen=True, slots=True)
class Noisy:
    """`forward[i]`: where the clean text's place i stands in `text`."""

    text: str
    forward: array[int]

    def span(self, span: Span) -> Span:
        start, end = self.forward[span.start], self.forward[span.end]
        return Span(start, max(end, start + 1))


def apply(text: str, edits: Sequence[Edit]) -> Noisy:
    """The edited text and the way of every place; edits are sorted and do not overlap."""
    parts: list[str] = []
    forward = array("L", bytes(array("L").itemsize * (len(text) + 1)))
    at = written = 0
    for start, end, new in [*edits, (len(text), len(text), "")]:
        for place in range(at, start):
            forward[place] = written + place - at
        parts.append(text[at:start])
        written += start - at
        for place in range(start, end):
            forward[place] = written + min(place - start, len(new))
        parts.append(new)
        written += len(new)
        at = end
    forward[len(text)] = written
    return Noisy("".join(parts), forward)


def carry(file: File, noisy: Noisy) -> File:
    """The annotation of the damaged text."""
    documents = []
    for document in file.documents:
        items = {
            kind: tuple(
                Item(kind, item.values, tuple(map(noisy.span, item.spans)), (), item.rule)
                for item in document.items.get(kind, ())
            )
            for kind in CARRIED
        }
        documents.append(Document(document.part, {}, items))
    return File(file.name, noisy.text, tuple(documents), file.source)


def accents(text: str, rate: float, chance: random.Random) -> Iterator[Edit]:
    """Syllables lose their accents, as when typed on a foreign keyboard."""
    for match in _SYLLABLE.finditer(text):
        plain = bare(match[0])
        if plain != match[0] and chance.random() < rate:
            yield match.start(), match.end(), plain


def bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def hyphens(text: str, rate: float, chance: random.Random) -> Iterator[Edit]:
    """Symbols of documents lose their hyphens (1961/QĐUBND)."""
    for match in _SYMBOL.finditer(text):
        for offset, char in enumerate(match[0]):
            if char == "-" and match[0][:offset].count("/") and chance.random() < rate:
                yield match.start() + offset, match.start() + offset + 1, ""


def wraps(text: str, rate: float, chance: random.Random) -> Iterator[Edit]:
    """Long lines are broken again, the narrower the higher the rate (100 down to 40 letters)."""
    width = int(100 - 60 * rate)
    if rate == 0:
        return
    at = 0
    for line in text.splitlines(keepends=True):
        begin = 0
        while len(line) - begin > width:
            cut = line.rfind(" ", begin + 1, begin + width)
            if cut <= begin or not line[begin:cut].strip():
                break
            yield at + cut, at + cut + 1, "\n"
            begin = cut + 1
        at += len(line)


def enumerators(text: str, rate: float, chance: random.Random) -> Iterator[Edit]:
    """Numbers before headings and items are misread glyph by glyph (I11., l., /.)."""
    for match in _ENUMERATOR.finditer(text):
        if chance.random() >= rate:
            continue
        for offset in range(match.start(1), match.end(2)):
            others = _GLYPHS.get(text[offset])
            if others and chance.random() < 0.5:
                yield offset, offset + 1, chance.choice(others)


def scanner(text: str, rate: float, chance: random.Random) -> Iterator[Edit]:
    """Letters as the damaged document misprints them, learned from its aligned twin."""
    table = confusions()
    for match in _SYLLABLE.finditer(text):
        if chance.random() >= rate:
            continue
        letters = [chance.choices(*table[char])[0] if char in table else char for char in match[0]]
        new = "".join(letters)
        if new != match[0]:
            yield match.start(), match.end(), new


@cache
def confusions() -> Mapping[str, tuple[list[str], list[int]]]:
    """Letter -> what it was printed as, and how often; from syllables that agree once folded."""
    folder = gold.FOLDERS["sample"]
    clean = _SYLLABLE.findall(unicodedata.normalize("NFC", gold.read_text(folder / TWIN)))
    printed = _SYLLABLE.findall(unicodedata.normalize("NFC", gold.read_text(folder / DAMAGED)))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    keys = [[bare(word).lower() for word in words] for words in (clean, printed)]
    for tag, a, b, c, d in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if tag == "delete" or tag == "insert" or b - a != d - c:
            continue
        for one, other in zip(clean[a:b], printed[c:d], strict=True):
            if len(one) == len(other) and one[0].isupper() == other[0].isupper():
                for char, seen in zip(one, other, strict=True):
                    counts[char][seen] += 1
    return {char: (list(seen), list(seen.values())) for char, seen in counts.items() if sum(seen.values()) >= 3}


CHANNELS: dict[str, Channel] = {
    "accents": accents,
    "scanner": scanner,
    "wraps": wraps,
    "hyphens": hyphens,
    "enumerators": enumerators,
}


def read(name: str, text: str) -> File:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return as_file(read_document_facts(Source(name, digest, text, "benchmark")))


def scores_at(files: Sequence[File], channel: Channel, rate: float) -> list[DocumentScore]:
    scores: list[DocumentScore] = []
    for file in files:
        edits = list(channel(file.text, rate, random.Random(f"{file.name}{rate}")))
        noisy = apply(file.text, edits)
        scores += score_file(carry(file, noisy), read(file.name, noisy.text))
    return scores


def area(points: Sequence[tuple[float, float]]) -> float:
    """Trapezoids under a curve whose rates run from 0 to 1."""
    return sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))


def curves(files: Sequence[File], names: Sequence[str]) -> Iterator[str]:
    kinds: dict[str, Callable[[DocumentScore], Prf]] = {
        "numbered refs": lambda score: score.references(numbered=True, strict=False),
        "assignments lenient": lambda score: score.score("assignments", strict=False),
        "assignments strict": lambda score: score.score("assignments", strict=True),
        "targets strict": lambda score: score.score("targets", strict=True),
        "reports strict": lambda score: score.score("reports", strict=True),
    }
    yield f"{'channel':12} {'measure':20} " + " ".join(f"{rate:6.1f}" for rate in RATES) + "   area"
    for name in names:
        at = {rate: scores_at(files, CHANNELS[name], rate) for rate in RATES}
        for kind, measure in kinds.items():
            points = [(rate, pooled(at[rate], measure).f1) for rate in RATES]
            values = " ".join(f"{value:6.3f}" for _, value in points)
            yield f"{name:12} {kind:20} {values}   {area(points):.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--channel", action="append", choices=sorted(CHANNELS), help="default: all")
    parser.add_argument("--doc", default="", help="only files whose name contains this")
    given = parser.parse_args(arguments)
    everything = [file for file, _ in gold.load_all() if given.doc in file.name]
    for line in curves([file for file in everything if file.name != DAMAGED], given.channel or list(CHANNELS)):
        print(line, flush=True)
    for file in everything:
        if file.name == DAMAGED:
            print("\nthe real damaged document\n" + report.table(score_file(file, read(file.name, file.text))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""A proposed reading of damaged print: each word of a passage whose accents OCR destroyed becomes the syllable meant.

Comes in: a view of a passage found damaged. Goes out: a view of the same words as they probably read, each word mapped
to the whole printed word it stands for. A noisy channel: candidates are known syllables near the printed letters
(accents off), the sentence decides among them by counts of syllable pairs (Viterbi). Numbers, codes and abbreviations
stay as printed. The reading stands beside a quote, never in its place; it knows nothing of documents or facts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from ingest.text.fold import fold
from ingest.text.view import View

_TOKEN = re.compile(r"\S+")
# A printed word with the marks around it; what OCR makes of letters (digits, |, }) counts as letters inside a word.
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_KEEP = re.compile(r"\d+(?:[.,:/-]\d+)*%?$|.*[/@]|[A-ZĐ&-]{2,}$|[IVXLC]+$|[a-zđ]$")
_DIGIT_LETTERS = str.maketrans({"0": "o", "1": "l", "3": "a", "4": "a", "5": "s", "6": "o", "8": "o", "9": "o", "|": "l"})
# Accented u, ư, ứ … is often read as two thin strokes; P and b stand for Đ at the head of a word.
_STROKES = ("ir", "it", "tr", "ii", "iu", "li", "tu", "ur")

EDIT_COST = 3.2
"""Cost (nats) of one letter read wrongly; fitted on one aligned damaged document, see benchmarks/restoration."""
MARK_COST = 0.7
"""Cost of a candidate whose marks differ from the printed ones: printed marks are weak evidence in damaged text."""
BACKOFF = 4.0
"""Weight of the single-syllable distribution when smoothing pair counts."""
MAX_CANDIDATES = 14


@dataclass(frozen=True, slots=True)
class Model:
    """Counts of syllables and pairs, and the syllables by their folded form."""

    singles: dict[str, int]
    pairs: dict[tuple[str, str], int]
    by_fold: dict[str, tuple[str, ...]]
    total: int

    @classmethod
    def of(cls, singles: dict[str, int], pairs: dict[tuple[str, str], int]) -> Model:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for word in singles:
            groups[fold(word)].append(word)
        return cls(singles, pairs, {key: tuple(words) for key, words in groups.items()}, sum(singles.values()))

    def cost(self, first: str, second: str) -> float:
        """-log P(second | first), pair counts smoothed with single counts."""
        single = (self.singles.get(second, 0) + 0.1) / (self.total + 1)
        pair = self.pairs.get((first, second), 0)
        return -log((pair + BACKOFF * single) / (self.singles.get(first, 0) + BACKOFF))


@cache
def model() -> Model:
    """The counts shipped with the product (loaded once, when the first damaged passage comes)."""
    singles: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for line in files("ingest.text").joinpath("data/syllables.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        words, _, n = line.partition("\t")
        first, _, second = words.partition(" ")
        if second:
            pairs[first, second] = int(n)
        else:
            singles[first] = int(n)
    return Model.of(singles, pairs)


def _spellings(printed: str) -> set[str]:
    """Folded forms the printed word may stand for before single letters are doubted."""
    base = fold(printed.translate(_DIGIT_LETTERS) if not printed.isdigit() else printed)
    base = re.sub(r"[^a-z]", "", base)
    forms = {base}
    for strokes in _STROKES:
        at = base.find(strokes)
        if at >= 0:
            forms.add(base[:at] + "u" + base[at + 2 :])
    if base[:1] in ("p", "b"):
        forms.update("d" + form[1:] for form in tuple(forms))
    return forms


def _candidates(printed: str, known: Model) -> tuple[tuple[str, float], ...]:
    """Known syllables the printed word may be, each with the cost of having been printed so."""
    best: dict[str, float] = {}
    choices = known.by_fold.keys()
    for rank, form in enumerate(sorted(_spellings(printed), key=lambda f: f != fold(printed))):
        if not form:
            continue
        reach = 1 if len(form) <= 4 else 2
        doubt = 0.0 if rank == 0 else 0.35 * EDIT_COST
        for key, edits, _ in extract(form, choices, scorer=Levenshtein.distance, score_cutoff=reach, limit=40):
            for word in known.by_fold[key]:
                marks = 0.0 if word == printed.lower() else MARK_COST
                cost = doubt + EDIT_COST * edits + marks
                if cost < best.get(word, 99.0):
                    best[word] = cost
    ranked = sorted(best.items(), key=lambda item: item[1] - log(known.singles[item[0]] + 1))
    return tuple(ranked[:MAX_CANDIDATES])


@lru_cache(maxsize=20_000)
def _known_candidates(printed: str) -> tuple[tuple[str, float], ...]:
    return _candidates(printed, model())


def _dress(word: str, printed: str) -> str:
    """The word in the printed word's case."""
    letters = [c for c in printed if c.isalpha()]
    if len(letters) > 1 and sum(c.isupper() for c in letters) > len(letters) / 2:
        return word.upper()
    return word.capitalize() if letters and letters[0].isupper() else word


def _best_path(options: list[tuple[tuple[str, float], ...]], known: Model) -> list[str]:
    """Viterbi: one word for each position, least cost in all."""
    layers: list[dict[str, tuple[float, str]]] = [{"": (0.0, "")}]
    for choices in options:
        layer: dict[str, tuple[float, str]] = {}
        for word, printed_cost in choices:
            cost, before = min((c + known.cost(prev, word), prev) for prev, (c, _) in layers[-1].items())
            layer[word] = (cost + printed_cost, before)
        layers.append(layer)
    path: list[str] = []
    word = min(layers[-1], key=lambda w: layers[-1][w][0])
    for layer in reversed(layers[1:]):
        path.append(word)
        word = layer[word][1]
    return path[::-1]


def restore(view: View, known: Model | None = None) -> View:
    """The view with every damaged word read anew; words nothing is known of stay as printed.

    Sentences are decoded apart: a mark that ends a clause breaks the chain of pairs. Linear in the text's length.
    """
    find = _known_candidates if known is None else lambda printed: _candidates(printed, known)
    known = known or model()
    edits: list[tuple[int, int, str]] = []
    run: list[tuple[int, int, str]] = []
    options: list[tuple[tuple[str, float], ...]] = []

    def flush() -> None:
        if options:
            for (start, end, printed), word in zip(run, _best_path(options, known), strict=True):
                edits.append((start, end, _dress(word, printed)))
        run.clear()
        options.clear()

    for token in _TOKEN.finditer(view.text):
        core = _CORE.search(token.group())
        if core is None or _KEEP.match(core.group()):
            flush()
            continue
        choices = find(core.group())
        if not choices:
            flush()
            continue
        run.append((token.start() + core.start(), token.start() + core.end(), core.group()))
        options.append(choices)
        if token.group()[core.end() :].startswith((".", ";", ":", "”", '"')):
            flush()
    flush()
    return view.replace(edits)



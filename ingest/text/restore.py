"""A proposed reading of damaged print: each word of a passage whose accents OCR destroyed becomes the syllable meant.

Comes in: a view of a passage found damaged. Goes out: a view of the same words as they probably read, each word mapped
to the whole printed word it stands for. A noisy channel: candidates are known syllables near the printed letters
(accents off), the sentence decides among them by counts of syllable pairs (Viterbi). Numbers, codes and abbreviations
stay as printed. The reading stands beside a quote, never in its place; it knows nothing of documents or facts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from math import inf, log
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from ingest.text.fold import fold
from ingest.text.view import View

_NONE: dict[str, float] = {}
_TOKEN = re.compile(r"\S+")
# A printed word with the marks around it; what OCR makes of letters (digits, |, }) counts as letters inside a word.
_CORE = re.compile(r"(?:[^\W_]|[¢¥&])(?:.*(?:[^\W_]|[¢¥&]))?", re.DOTALL)
_NUMBER_OR_CODE = re.compile(r"\d+(?:[.,:/-]\d+)*%?$|.*[/@]|[IVXLC]+$|[A-Za-z]$")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_LOWER = re.compile(r"[^\W\d_A-Z]+")
SYLLABLE = re.compile(r"[b-df-hj-np-tvxz]{0,3}[aeiouy]{1,3}[cghmnpt]{0,2}$")
"""A Vietnamese syllable once folded; what is no syllable and all capitals is an abbreviation (UBND, MTTQ)."""
_NOT_WORD = re.compile(r"[^a-zđ]")
_DIGIT_LETTERS = str.maketrans("01345689|¥", "olaasoooly")
# Signs that stand for an o or an e with marks: "s&" sở or sẽ, "ngh¢" nghệ, "¢" ở.
_SIGNS = re.compile("[&¢]")
# ư, ứ, ủ … are often read as two thin strokes: "ctr" cứ, "sitc" sức, "cia" của.
_STROKES = re.compile(r"(?=[itrluy]{2})")
# Letters that look alike once marks are gone share a class; reading one for the other is half an error.
_SHAPES = str.maketrans("aeouycdbhlitfrnmvw", "ooooyoobhliitrnnvv")

EDIT_COST = 6.0
"""Cost (nats) of one letter read as one of another shape; half of it within a shape. See benchmarks/restoration."""
STROKE_COST = 2.5
"""Cost of taking two thin strokes for one u."""
MARK_COST = 0.7
"""Cost of a candidate whose marks differ from the printed ones: printed marks are weak evidence in damaged text."""
UNKNOWN_COST = 5.0
"""Cost of leaving a word as printed though known words are near: names and abbreviations the counts lack."""
DOUBT_COST = 8.0
"""In lightly damaged print: cost of reading another word where the printed one is a possible syllable."""
UNSEEN_COST = 13.0
"""-log of the chance of a word the counts lack."""
BACKOFF = 4.0
"""Weight of the single-syllable distribution when smoothing pair counts."""
MAX_CANDIDATES = 14
MAX_BEHIND = 8.0
"""Candidates that cost this much more than the cheapest are left out; no neighbours make up for it."""


@dataclass(frozen=True, slots=True)
class Model:
    """Counts of syllables and pairs, and the syllables by their folded form."""

    singles: dict[str, int]
    by_fold: dict[str, tuple[str, ...]]
    single_cost: dict[str, float]  # -log P(word)
    backoff_cost: dict[str, float]  # what it costs after a word to go on with a pair never counted
    before_cost: dict[str, dict[str, float]]  # second -> first -> -log P(second | first) of counted pairs, smoothed
    least_before: dict[str, float]
    prior: dict[str, float]  # how far a word's count raises it among candidates
    shapes: dict[str, str]  # folded form -> the same in classes of letters that look alike

    @classmethod
    def of(cls, singles: dict[str, int], pairs: dict[tuple[str, str], int]) -> Model:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for word in singles:
            groups[fold(word)].append(word)
        total = sum(singles.values()) + 1
        chance = {word: (n + 0.1) / total for word, n in singles.items()}
        before_cost: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for (first, second), n in pairs.items():
            if first in chance and second in chance:
                share = (n + BACKOFF * chance[second]) / (singles[first] + BACKOFF)
                before_cost[second][first] = -log(share)
        return cls(
            singles,
            {key: tuple(words) for key, words in groups.items()},
            {word: -log(p) for word, p in chance.items()},
            {word: -log(BACKOFF / (n + BACKOFF)) for word, n in singles.items()},
            dict(before_cost),
            {second: min(firsts.values()) for second, firsts in before_cost.items()},
            {word: log(n + 1) for word, n in singles.items()},
            {key: key.translate(_SHAPES) for key in groups},
        )


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


def impossible(word: str) -> bool:
    """Whether no Vietnamese syllable is written so: one that ends in c, ch, p or t has sắc or nặng (not "hoach")."""
    lower = word.lower()
    if not _STOPPED.search(lower) or not SYLLABLE.match(fold(lower)):
        return False
    marks = unicodedata.normalize("NFD", lower)
    return "\u0301" not in marks and "\u0323" not in marks


def impossible_share(text: str) -> float:
    """Share of lower-case words that are impossible: 0 in clean text, .003 in good scans, .02 when one word in ten has
    lost its accents, .14 when all have."""
    words = [word for word in _LOWER.findall(text) if len(word) > 1]
    return sum(n for word, n in Counter(words).items() if impossible(word)) / len(words) if words else 0.0


def _spellings(printed: str) -> dict[str, float]:
    """Folded forms the printed word may stand for before single letters are doubted, each with its cost."""
    letters = printed.translate(_DIGIT_LETTERS)
    readings = {_NOT_WORD.sub("", fold(_SIGNS.sub(vowel, letters))) for vowel in "oe"}
    forms = dict.fromkeys(sorted(readings), 0.0)
    for base in readings:
        _doubt_strokes(base, forms)
    return {form: cost for form, cost in forms.items() if form}


def _doubt_strokes(base: str, forms: dict[str, float]) -> None:
    """Adds the forms in which two thin strokes are one u, or P, b at the head is Đ."""
    for strokes in _STROKES.finditer(base):
        at = strokes.start()
        forms.setdefault(base[:at] + "u" + base[at + 2 :], STROKE_COST)
    if base[:1] in ("p", "b"):  # P and b stand for Đ, đ at the head of a word
        forms.update({"d" + form[1:]: cost + STROKE_COST for form, cost in forms.items() if form[:1] == base[:1]})


def _near(form: str, known: Model) -> tuple[tuple[str, float], ...]:
    """Folded forms of known syllables near to a form, each with the cost of its letters having been read so."""
    shape = form.translate(_SHAPES)
    reach = 1 if len(form) <= 3 else 2
    found = []
    for key, edits, _ in extract(
        form, known.shapes.keys(), scorer=Levenshtein.distance, score_cutoff=reach, limit=None
    ):
        shape_edits = Levenshtein.distance(shape, known.shapes[key]) if edits else 0
        found.append((key, EDIT_COST * (edits + shape_edits) / 2))
    return tuple(found)


@lru_cache(maxsize=4096)
def _known_near(form: str) -> tuple[tuple[str, float], ...]:
    return _near(form, model())


def _candidates(printed: str, known: Model) -> tuple[tuple[str, float], ...]:
    """Known syllables the printed word may be, each with the cost of having been printed so."""
    best: dict[str, float] = {}
    lower = printed.lower()
    if printed.isupper() and lower in known.singles and not SYLLABLE.match(fold(printed)):
        return ((lower, 0.0),)  # a known abbreviation
    near = _known_near if known is model() else partial(_near, known=known)
    for form, doubt in _spellings(printed).items():
        for key, misread in near(form):
            cost = doubt + misread
            for word in known.by_fold[key]:
                total = cost + (0.0 if word == lower else MARK_COST)
                if total < best.get(word, 99.0):
                    best[word] = total
    ranked = sorted(best.items(), key=lambda item: item[1] - known.prior[item[0]])
    least = min(best.values(), default=0.0)
    chosen = {word: cost for word, cost in ranked[:MAX_CANDIDATES] if cost <= least + MAX_BEHIND}
    chosen.setdefault(lower, UNKNOWN_COST if chosen else 0.0)
    return tuple(chosen.items())


def _doubted(printed: str, known: Model) -> tuple[tuple[str, float], ...]:
    """Candidates in lightly damaged print: what can be a word is so taken unless its neighbours are against it.

    Only marks are doubted then, not letters. An impossible word is read as in destroyed print; a plain one that the
    counts lack has probably lost its marks.
    """
    lower = printed.lower()
    if impossible(lower):
        return _candidates(printed, known)
    same = [word for word in known.by_fold.get(fold(lower), ()) if word != lower]
    cost = DOUBT_COST if lower in known.singles or not lower.isascii() else MARK_COST - UNKNOWN_COST
    if cost < 0:
        return ((lower, -cost), *((word, 0.0) for word in same))
    return ((lower, 0.0), *((word, cost) for word in same))


class _Choice(NamedTuple):
    """A candidate with all that the decoder asks of it."""

    word: str
    printed_cost: float
    single_cost: float
    backoff_cost: float
    before_cost: dict[str, float]
    least_before: float


def _choices(printed: str, known: Model, light: bool) -> tuple[_Choice, ...]:
    """The candidates of a printed word, looked up in the counts once."""
    out = []
    for word, cost in (_doubted if light else _candidates)(printed, known):
        before = known.before_cost.get(word, _NONE)
        single, backoff = known.single_cost.get(word, UNSEEN_COST), known.backoff_cost.get(word, 0.0)
        out.append(_Choice(word, cost, single, backoff, before, known.least_before.get(word, inf)))
    return tuple(out)


@lru_cache(maxsize=4096)
def _known_choices(printed: str, light: bool) -> tuple[_Choice, ...]:
    return _choices(printed, model(), light)


def _dress(word: str, printed: str) -> str:
    """The word in the printed word's case; a word left alone stays exactly as printed."""
    if word == printed.lower():
        return printed
    letters = [c for c in printed if c.isalpha()]
    if len(letters) > 1 and sum(c.isupper() for c in letters) > len(letters) / 2:
        return word.upper()
    return word.capitalize() if letters and letters[0].isupper() else word


def _best_path(options: list[tuple[_Choice, ...]]) -> list[str]:
    """Viterbi: one word for each position, least cost in all.

    The words of a layer stand cheapest first, so that the search for the best word before ends where none can be.
    """
    links: list[dict[str, str]] = []
    layer = [(0.0, "")]
    uncounted, fallback = 0.0, ""  # the cheapest word before where the pair was never counted
    for choices in options:
        grown: list[tuple[float, str]] = []
        link: dict[str, str] = {}
        next_uncounted, next_fallback = inf, ""
        for word, printed_cost, single_cost, backoff_cost, before_cost, least_before in choices:
            least, link[word] = uncounted + single_cost, fallback
            for cost, first in layer:
                if cost + least_before >= least:
                    break
                step = before_cost.get(first)
                if step is not None and cost + step < least:
                    least, link[word] = cost + step, first
            cost = least + printed_cost
            grown.append((cost, word))
            if (cost + backoff_cost, word) < (next_uncounted, next_fallback):
                next_uncounted, next_fallback = cost + backoff_cost, word
        grown.sort()
        links.append(link)
        layer, uncounted, fallback = grown, next_uncounted, next_fallback
    path: list[str] = []
    word = layer[0][1]
    for link in reversed(links):
        path.append(word)
        word = link[word]
    return path[::-1]


def restore(view: View, known: Model | None = None, *, light: bool = False) -> View:
    """The view with every damaged word read anew; numbers, codes and words nothing is near to stay as printed.

    `light`: the print is damaged here and there only, so what is printed is believed unless it is no word.

    Sentences are decoded apart: a mark that ends a clause breaks the chain of pairs. Linear in the text's length.
    """

    def find(printed: str) -> tuple[_Choice, ...]:
        return _known_choices(printed, light) if known is None else _choices(printed, known, light)

    edits: list[tuple[int, int, str]] = []
    run: list[tuple[int, int, str]] = []
    options: list[tuple[_Choice, ...]] = []

    def flush() -> None:
        if options:
            for (start, end, printed), word in zip(run, _best_path(options), strict=True):
                new = _dress(word, printed)
                if new != printed:
                    edits.append((start, end, new))
        run.clear()
        options.clear()

    for token in _TOKEN.finditer(view.text):
        core = _CORE.search(token.group())
        if core is None or _NUMBER_OR_CODE.match(core.group()) or token.group() == "¢)":
            flush()
            continue
        run.append((token.start() + core.start(), token.start() + core.end(), core.group()))
        options.append(find(core.group()))
        if token.group()[core.end() :].startswith((".", ";", ":", "”", '"')):
            flush()
    flush()
    return view.replace(edits)

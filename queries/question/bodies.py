"""Which of the bodies that documents name a question means.

In: the words of a question and the labels at hand (full formal names). A body is meant when its own name, without the
place it belongs to, stands in the question: in full, without accents, by its initials (Sở TT&TT, Sở TTTT, STTTT), or in
English. Of several the longest wins; labels at hand come from held documents, so nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ingest.text.fold import fold
from ingest.text.restore import SYLLABLE
from queries.question.lexicon import Lexicon
from queries.question.tokens import Word

_LINKS = frozenset({"va", "-", "&"})
_PLACE_WORDS = frozenset({"tinh", "huyen", "quan", "xa", "phuong", "thanh", "thi", "dac"})


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body named at words[first:last]; `label` as the store has it."""

    label: str
    first: int
    last: int


def own_name(label: str, place: str | None) -> list[str]:
    """The folded words of a label without the place behind it: "so noi vu" of "Sở Nội vụ tỉnh Lạng Sơn"."""
    words = fold(label).replace(",", " ").replace("-", " ").split()
    if place:
        tail = fold(place).split()
        if words[-len(tail) :] == tail:
            words = words[: -len(tail)]
            while words and words[-1] in _PLACE_WORDS | {"pho", "tran", "khu"} and len(words) > 2:
                words.pop()
    return words


def spellings(name: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """The name, and its head with the initials of the rest: ("so", "tttt"), ("stttt",)."""
    yield tuple(name)
    if len(name) >= 3 and name[0] in ("so", "phong", "bo", "ban", "cuc"):
        initials = "".join(word[0] for word in name[1:] if word not in _LINKS and word)
        yield name[0], initials
        if len(initials) >= 2:
            yield (name[0][0] + initials,)
    if len(name) >= 4 and tuple(name[:4]) == ("uy", "ban", "nhan", "dan"):
        yield ("ubnd", *name[4:])


def find_body(
    words: Sequence[Word], labels: Iterable[tuple[str, str | None]], names: Lexicon, lang: str
) -> FoundBody | None:
    """The body named in the question, among (label, place) pairs; None if none, the longest name if several."""
    typed, origin = _typed(words, names, lang)
    best: FoundBody | None = None
    best_length = 0
    for label, place in labels:
        for form in spellings(own_name(label, place)):
            at = _stands_at(typed, form)
            length = sum(len(word) for word in form)
            if at is not None and length > best_length:
                best = FoundBody(label, origin[at], origin[at + len(form) - 1] + 1)
                best_length = length
    return best if best_length >= 3 else None


def _typed(words: Sequence[Word], names: Lexicon, lang: str) -> tuple[list[str], list[int]]:
    """The question's folded words with English names of offices put into Vietnamese, and where each came from."""
    out: list[str] = []
    origin: list[int] = []
    i = 0
    while i < len(words):
        english = names.glossary.at(words, i) if lang == "en" else None
        if english and english[1]:
            parts, step = fold(english[1][0]).split(), english[0]
        else:
            word = words[i].folded
            bare = word.replace("&", "")
            parts, step = (names.long_forms.get(word, bare)).split(), i + 1
            parts = [part for part in parts if part]
        out += parts
        origin += [i] * len(parts)
        if parts and step > i + 1:
            origin[-1] = step - 1
        i = step
    return out, origin


def _stands_at(typed: Sequence[str], form: tuple[str, ...]) -> int | None:
    """Where the form stands among the typed words; one slip of the finger in a word of a long name is forgiven."""
    n = len(form)
    for i in range(len(typed) - n + 1):
        window = typed[i : i + n]
        if tuple(window) == form:
            return i
        if n >= 3 and window[0] == form[0]:
            wrong = [(a, b) for a, b in zip(window, form, strict=True) if a != b]
            if len(wrong) == 1 and not SYLLABLE.match(wrong[0][0]) and Levenshtein.distance(*wrong[0]) == 1:
                return i
    return None

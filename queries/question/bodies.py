"""Which of the bodies that documents name a question means.

In: the words of a question and the names at hand (full formal labels, and how documents print them). A body is meant
when its own name, without the place it belongs to, stands in the question: in full, without accents, by its initials
(Sở TT&TT, Sở TTTT, STTTT), or in English. Of several the longest wins; a longer name that no document has ("Phòng
Kinh tế và Hạ tầng" where only a Phòng Kinh tế is named) is not taken for the shorter one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.text.fold import fold
from queries.question.lexicon import Lexicon
from queries.question.tokens import Word

_LINKS = frozenset({"va", "-", "&"})
_PLACE_WORDS = frozenset({"tinh", "huyen", "quan", "xa", "phuong", "thanh", "thi", "dac", "pho", "tran", "khu"})
_HEADS = frozenset({"so", "phong", "bo", "ban", "cuc", "chi", "van", "vien", "trung"})
_GREATER = ("van phong", "chanh van phong", "giam doc", "pho giam doc", "bo truong", "truong phong", "truong ban",
            "chu tich", "pho chu tich", "thu truong", "chanh thanh tra", "cong chuc")  # fmt: skip
"""What before a name makes it another body: "Văn phòng UBND" is not the UBND."""
LEAST = 3
"""Letters of a name; "Bộ" alone names nothing."""


@dataclass(frozen=True, slots=True)
class Name:
    """A label as the store has it, the place behind it, and how documents print it."""

    label: str
    place: str | None = None
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body named at words[first:last]; `label` as the store has it."""

    label: str
    first: int
    last: int


def own_name(label: str, place: str | None) -> tuple[str, ...]:
    """The folded words of a label without the place behind it: "so noi vu" of "Sở Nội vụ tỉnh Lạng Sơn"."""
    words = _words(label)
    tail = _words(place) if place else []
    for i in range(2, len(words) - len(tail) + 1 if tail else 0):
        if words[i : i + len(tail)] == tail:
            words = words[:i]
            while len(words) > 2 and words[-1] in _PLACE_WORDS:
                words.pop()
            break
    return tuple(words)


def _words(text: str) -> list[str]:
    return fold(text).replace(",", " ").replace("-", " ").replace("–", " ").replace("(", " ").replace(")", " ").split()


@lru_cache(maxsize=20_000)
def spellings(name: Name) -> tuple[tuple[str, ...], ...]:
    """All ways to write a body's own name: in full, without links, head and initials, initials alone."""
    forms: dict[tuple[str, ...], None] = {}
    for text in (name.label, name.printed):
        own = own_name(text, name.place) if text else ()
        if not own or (len(own) < 2 and text is name.printed):
            continue
        forms[own] = None
        forms[tuple(word for word in own if word not in _LINKS)] = None
        if len(own) >= 3 and own[0] in _HEADS:
            initials = "".join(word[0] for word in own[1:] if word not in _LINKS)
            forms[own[0], initials] = None
            if len(initials) >= 2 and own[0] in ("so", "phong"):
                forms[(own[0][0] + initials,)] = None
        if own[:4] == ("uy", "ban", "nhan", "dan"):
            forms[("ubnd", *own[4:])] = None
    return tuple(forms)


def find_body(words: Sequence[Word], names: Iterable[Name], lexicon: Lexicon, lang: str) -> FoundBody | None:
    """The body named in the question, among the names at hand; None if none, the longest name if several."""
    typed, origin = _typed(words, lexicon, lang)
    by_form: dict[tuple[str, ...], str] = {}
    for name in names:
        for form in spellings(name):
            by_form.setdefault(form, name.label)
    lengths = sorted({len(form) for form in by_form}, reverse=True)
    best: FoundBody | None = None
    weight = LEAST - 1
    for i in range(len(typed)):
        for n in lengths:
            form = tuple(typed[i : i + n])
            if len(form) < n or form not in by_form:
                continue
            found = sum(len(word) for word in form)
            if found > weight and not _part_of_longer(typed, i, i + n):
                best, weight = FoundBody(by_form[form], origin[i], origin[i + n - 1] + 1), found
            break
    return best


def _part_of_longer(typed: Sequence[str], first: int, last: int) -> bool:
    """Whether the words around make it the name of another body."""
    before = (" ".join(typed[max(0, first - 2) : first]), " ".join(typed[max(0, first - 3) : first]))
    if any(text.endswith(greater) for text in before for greater in _GREATER):
        return True
    return (
        last + 1 < len(typed) and typed[last] == "va" and typed[last + 1] not in _HEADS | {"uy", "ubnd", "cong", "cac"}
    )


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
            parts, step = fold(names.long_forms.get(word, bare)).split(), i + 1
        out += parts
        origin += [i] * len(parts)
        if parts and step > i + 1:
            origin[-1] = step - 1
        i = step
    return out, origin

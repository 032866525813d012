"""The place a question means: held places first, then the gazetteer; a shared name is asked back, never guessed.

In: the words of a question and the places that have held documents. Out: the place, or why it cannot be one. A name is
matched with or without accents; where accents are typed they must agree. A name after a type word ("tỉnh Bắc Lĩnh")
that no list knows is an unknown place, and a word apart from a known name by one letter is offered, not taken, unless
it is no Vietnamese syllable (a slip of the finger).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ingest.facts import Level
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.text.fold import fold
from ingest.text.restore import SYLLABLE
from queries.question.lexicon import lexicon
from queries.question.model import Candidate
from queries.question.tokens import Word, accents_agree

LONGEST_NAME = 5

# Type words as typed before a name (folded) -> the types they can mean.
KINDS: dict[str, tuple[str, ...]] = {
    "tinh": ("tỉnh",),
    "t": ("tỉnh",),
    "thanh pho": ("thành phố",),
    "tp": ("thành phố",),
    "huyen": ("huyện",),
    "h": ("huyện",),
    "quan": ("quận",),
    "q": ("quận",),
    "thi xa": ("thị xã",),
    "tx": ("thị xã",),
    "phuong": ("phường",),
    "p": ("phường",),
    "xa": ("xã",),
    "x": ("xã",),
    "thi tran": ("thị trấn",),
    "tt": ("thị trấn",),
    "dac khu": ("đặc khu",),
}
ENGLISH_KINDS: dict[str, tuple[str, ...]] = {
    "province": ("tỉnh", "thành phố"),
    "city": ("thành phố",),
    "district": ("huyện", "quận"),
    "town": ("thị xã", "thị trấn"),
    "township": ("thị trấn",),
    "ward": ("phường",),
    "commune": ("xã",),
}
LEVELS: dict[str, tuple[Level, ...]] = {
    "tỉnh": (Level.PROVINCE,),
    "thành phố": (Level.PROVINCE, Level.DISTRICT),
    "huyện": (Level.DISTRICT,),
    "quận": (Level.DISTRICT,),
    "thị xã": (Level.DISTRICT,),
    "phường": (Level.COMMUNE,),
    "xã": (Level.COMMUNE,),
    "thị trấn": (Level.COMMUNE,),
    "đặc khu": (Level.COMMUNE,),
}


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A place whose documents are held. `kind` as far as its issuer's name tells."""

    name: str
    level: Level
    kind: str | None
    iri: str | None
    within: str | None = None

    @property
    def label(self) -> str:
        if self.kind and not self.name.lower().startswith(self.kind):
            return f"{self.kind} {self.name}"
        return self.name


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """What a stretch of the question names: held places, other units, or a name nobody knows."""

    first: int
    last: int
    typed: str
    held: tuple[HeldPlace, ...] = ()
    units: tuple[Unit, ...] = ()
    near: tuple[Candidate, ...] = ()

    @property
    def unknown(self) -> bool:
        return not self.held and not self.units


class PlaceIndex:
    """Places with held documents, found by folded name in one look."""

    def __init__(self, places: Iterable[HeldPlace]) -> None:
        self.all = tuple(places)
        self._by_name: defaultdict[str, list[HeldPlace]] = defaultdict(list)
        for place in self.all:
            for name in dict.fromkeys(fold(name) for name in (place.name, *_short_names(place))):
                self._by_name[name].append(place)

    def __iter__(self) -> Iterator[HeldPlace]:
        return iter(self.all)

    def __bool__(self) -> bool:
        return bool(self.all)

    def named(self, typed: str, kinds: tuple[str, ...]) -> tuple[HeldPlace, ...]:
        """Places that the typed name, after one of the type words, can mean."""
        folded = fold(typed)
        found = [
            *self._by_name.get(folded, ()),
            *(p for k in kinds for p in self._by_name.get(f"{fold(k)} {folded}", ())),
        ]
        return tuple(dict.fromkeys(place for place in found if _named(place, typed, kinds)))


def find_places(words: Sequence[Word], held: PlaceIndex, gazetteer: Gazetteer) -> list[FoundPlace]:
    """All places named, in order; of overlapping readings the longest, and of equals the one that is held."""
    plain = all(word.text.isascii() for word in words)
    found: list[FoundPlace] = []
    i = 0
    while i < len(words):
        place = _english_name_at(words, i, held, gazetteer, plain) or _place_at(words, i, held, gazetteer, plain)
        if place:
            found.append(place)
            i = place.last
        else:
            i += 1
    return found


def _kind_before(words: Sequence[Word], i: int) -> tuple[int, tuple[str, ...]]:
    """(where the name begins, types) if a type word stands at i; else (i, none)."""
    if i + 1 < len(words) and (kinds := KINDS.get(f"{words[i].folded} {words[i + 1].folded}")):
        return i + 2, kinds
    if kinds := KINDS.get(words[i].folded):
        return i + 1, kinds
    if words[i].folded in ENGLISH_KINDS and i + 1 < len(words) and words[i + 1].text.isdigit():
        return i + 1, ENGLISH_KINDS[words[i].folded]  # "Ward 1"
    return i, ()


def _english_name_at(
    words: Sequence[Word], i: int, held: PlaceIndex, gazetteer: Gazetteer, plain: bool
) -> FoundPlace | None:
    """ "Nam Vinh province": all capitals before the type word are the name, known or not; no part of it is another."""
    last = i
    while last < len(words) and words[last].capital and not _is_cue(words[last]):
        last += 1
    if last == i or last - i > LONGEST_NAME or last >= len(words):
        return None
    kinds = ENGLISH_KINDS.get(words[last].folded)
    if kinds is None or words[last].capital:
        return None
    found = _place_at(words, i, held, gazetteer, plain)
    if found is not None and found.first == i and found.last == last + 1:
        return found
    typed = " ".join(word.text for word in words[i:last])
    return FoundPlace(i, last + 1, typed, near=_offered(typed, held, gazetteer, kinds))


def _is_cue(word: Word) -> bool:
    return lexicon().cues.at([word], 0) is not None


def _place_at(words: Sequence[Word], i: int, held: PlaceIndex, gazetteer: Gazetteer, plain: bool) -> FoundPlace | None:
    start, kinds = _kind_before(words, i)
    for last in range(min(len(words), start + LONGEST_NAME), start, -1):
        typed = " ".join(word.text for word in words[start:last])
        end, wanted = last, kinds
        if not wanted and last < len(words) and words[last].folded in ENGLISH_KINDS:
            end, wanted = last + 1, ENGLISH_KINDS[words[last].folded]
        if not wanted and last - start < 2 and not _one_word_name(words[start]):
            continue
        mine = held.named(typed, wanted)
        if mine:
            return FoundPlace(i, end, typed, mine)
        if typed.isdigit() and not wanted:
            continue
        units = _units(typed, wanted, gazetteer)
        if end > last and words[last].folded == "province":
            units = [unit for unit in units if unit.level is Level.PROVINCE]
        if units and (wanted or _surely_a_name(words, start, last, units, plain)):
            return FoundPlace(i, end, typed, units=tuple(units))
    if kinds and start < len(words) and _a_name_must_follow(words, i, start, plain):
        return _unknown(words, i, start, held, gazetteer, kinds)
    return None


def _one_word_name(word: Word) -> bool:
    """Names of one written word: abbreviated cities and foreign spellings ("TPHCM", "Hanoi", "Huế")."""
    return word.folded in ("tphcm", "hcm", "hanoi", "haiphong", "danang", "hue") and len(word.folded) > 2


def _named(place: HeldPlace, typed: str, kinds: tuple[str, ...]) -> bool:
    names = {place.name, *_short_names(place)}
    if kinds:
        levels = {level for kind in kinds for level in LEVELS[kind]}
        if place.level not in levels or (place.kind and place.kind not in kinds):
            return False
        names |= {f"{kind} {typed}" for kind in kinds if f"{kind} {typed}".lower() == place.name.lower()}
    folded = fold(typed)
    return any(fold(name) in (folded, *(f"{fold(k)} {folded}" for k in kinds)) for name in names) and any(
        accents_agree(typed, name) or accents_agree(f"{kinds[0] if kinds else ''} {typed}".strip(), name)
        for name in names
    )


def _short_names(place: HeldPlace) -> tuple[str, ...]:
    """The initials that one city goes by."""
    initials = "".join(word[0] for word in fold(place.name).split() if word)
    return ("HCM", "TPHCM", "Saigon", "Sai Gon", "Sài Gòn") if initials == "hcm" else ()


def _units(typed: str, kinds: tuple[str, ...], gazetteer: Gazetteer) -> list[Unit]:
    if not kinds:
        return gazetteer.lookup(typed)
    return [unit for kind in kinds for unit in gazetteer.lookup(typed, kind=kind)]


def _surely_a_name(words: Sequence[Word], first: int, last: int, units: Sequence[Unit], plain: bool) -> bool:
    """Without a type word a commune's name may be common words ("hòa bình"); capitals or a great unit tell."""
    capitals = all(word.capital for word in words[first:last])
    if capitals and last - first >= 2:
        return True
    high = any(unit.level is not Level.COMMUNE for unit in units)
    return high and plain and last - first >= 2 and words[first - 1].folded in ("o", "tai", "cua", "in", "of")


def _a_name_must_follow(words: Sequence[Word], i: int, start: int, plain: bool) -> bool:
    """ "tỉnh Bắc Lĩnh" names a place; "các tỉnh", "tỉnh nào", "cấp tỉnh giao" do not."""
    if i > 0 and words[i - 1].folded in ("cac", "cap", "toan", "nhung", "moi", "va"):
        return False
    if len(words[i].folded) == 1 and words[i].folded not in ("h", "q", "p"):
        return False
    if not plain:
        return words[start].capital and not words[start].text.isupper()
    if i == 0 or words[i - 1].folded not in ("o", "tai", "cua") or start + 1 >= len(words):
        return False
    return words[start].folded not in KINDS and lexicon().cues.at(words, start) is None


def _unknown(
    words: Sequence[Word],
    i: int,
    start: int,
    held: PlaceIndex,
    gazetteer: Gazetteer,
    kinds: tuple[str, ...],
) -> FoundPlace | None:
    last = start + 1
    while last < len(words) and last - start < 2 and (words[last].capital or not words[start].capital):
        last += 1
    typed = " ".join(word.text for word in words[start:last])
    near = [(p, _distance(typed, p.name)) for p in held]
    slips = [p for p, edits in near if edits == 1 and _named(p, p.name, kinds) and _is_slip(words[start:last], p.name)]
    if slips:
        return FoundPlace(i, last, typed, tuple(slips))
    return FoundPlace(i, last, typed, near=_offered(typed, held, gazetteer, kinds))


def _offered(typed: str, held: PlaceIndex, gazetteer: Gazetteer, kinds: tuple[str, ...]) -> tuple[Candidate, ...]:
    """Places whose names are near the one typed: offered, not taken."""
    offered = [Candidate("place", p.label, p.iri, p.within) for p in held if _distance(typed, p.name) <= 2]
    offered += [
        Candidate("place", unit.full_name, unit.iri)
        for unit in gazetteer
        if unit.level is not Level.COMMUNE and unit.kind in kinds and _distance(typed, unit.name) <= 1
    ]
    return tuple(dict.fromkeys(offered))[:5]


def _distance(typed: str, name: str) -> int:
    return Levenshtein.distance(fold(typed), fold(name), score_cutoff=2)


def _is_slip(words: Sequence[Word], name: str) -> bool:
    """Whether what differs is no Vietnamese syllable: then it is a slip, not another name."""
    meant = fold(name).split()
    wrong = [w for w, m in zip(words, meant, strict=False) if w.folded != m]
    return bool(wrong) and all(not SYLLABLE.match(word.folded) for word in wrong)

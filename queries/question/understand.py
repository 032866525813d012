"""A question becomes what it asks: intent, field, place, documents, day, and the matter left over.

A small grammar over tagged words: cues, fields, places and numbers are found by the lexicons, what remains is the
matter (the topic). No model and no network; the same question always reads the same. Nothing here asks a store.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.text.fold import fold, modern_tone
from queries.question.lexicon import Cue, Lexicon, lexicon
from queries.question.likeness import Matter, Part, weigh
from queries.question.model import Intent
from queries.question.places import FoundPlace
from queries.question.tokens import Hit, Word, has_accents, types_accents

_NUMBER = re.compile(r"\d+[\w/.-]*/[\w/&-]+|\d+-[^\W\d]+/[^\W\d]+")
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Cue words that also name work: they keep some weight when tasks are compared.
_FAINT = 0.25
# An English word that the glossary lacks: no task can cover it, and it must make a wrong answer less likely.
_UNTRANSLATED = 0.35
_DOCUMENT_WORDS = (
    *("van ban", "quyet dinh", "ke hoach", "cong van", "chi thi", "nghi quyet", "thong bao", "huong dan", "cong dien"),
    *("document", "decision", "plan", "letter", "directive", "resolution", "decree", "law"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The question tagged. `central`: the whole country is meant ("" or how the issuer's name begins). `who`: how the
    name of the body asked for begins ("" = any), None if none is asked for."""

    question: str
    lang: str
    words: tuple[Word, ...]
    intent: Intent | None
    role: str | None
    who: str | None
    numbers: tuple[str, ...]
    places: tuple[FoundPlace, ...]
    central: str | None
    on: date | None
    now: bool
    fields: tuple[Hit[str], ...]
    weights: tuple[float, ...]  # one per word: what it weighs in the matter

    def matter(self, names: Lexicon, without: frozenset[int] = frozenset()) -> Matter:
        """The words that carry the question's matter, abbreviations and English terms written out."""
        parts: list[Part] = []
        i = 0
        while i < len(self.words):
            word = self.words[i]
            weight = 0.0 if i in without else self.weights[i]
            english = names.glossary.at(self.words, i) if self.lang == "en" else None
            if english and weight:
                parts += [Part(fold(part), part, weight) for part in english[1][0].split()]
                i = english[0]
                continue
            if weight:
                known = self.lang != "en" or word.capital or not word.text.isascii() or not word.text.isalpha()
                worth = weight if known else weight * _UNTRANSLATED
                marked = word.text if fold(word.text) == word.folded else word.folded
                long = names.long_forms.get(word.folded, modern_tone(marked).lower())
                parts += [Part(fold(part), part, worth) for part in long.split()]
            i += 1
        return weigh(parts, self.lang == "en" or types_accents(self.words))


def language(question: str, words: Sequence[Word], cues: Sequence[Hit[Cue]]) -> str:
    """ "en" if the question's function words are English; names with accents in it do not make it Vietnamese."""
    english = sum(hit.last - hit.first for hit in cues if hit.value.lang == "en")
    vietnamese = sum(hit.last - hit.first for hit in cues if hit.value.lang == "vi")
    if english == vietnamese:
        return "vi" if has_accents(question) or not words else ("en" if english else "vi")
    return "en" if english > vietnamese else "vi"


def tag(question: str, places: Sequence[FoundPlace], words: Sequence[Word], today: date) -> Reading:
    """The reading of a question whose places have been found."""
    names = lexicon()
    taken = {i for place in places for i in range(place.first, place.last)}
    numbers = tuple(word.text for i, word in enumerate(words) if i not in taken and _NUMBER.fullmatch(word.text))
    taken |= {i for i, word in enumerate(words) if word.text in numbers}
    exact = types_accents(words)
    cues = list(names.cues.find(words, taken, exact))
    lang = language(question, words, cues)
    cues = [hit for hit in cues if hit.value.lang == lang]
    intent, role, who = _intent(words, cues, numbers, lang)
    weights = [0.0 if i in taken else 1.0 for i in range(len(words))]
    plain = lang == "vi" and not has_accents(question)
    for hit in cues:
        for i in hit.span:
            weights[i] = min(weights[i], _cue_weight(hit, plain))
    before_numbers = _type_words(words, numbers)
    for i in before_numbers:
        weights[i] = 0.0
    for i in _issuer_words(words, places):
        weights[i] = 0.0
    day, day_words = _day(words, intent, today)
    for i in day_words:
        weights[i] = 0.0
    fields = tuple(names.field_terms.find(words, taken | set(before_numbers), exact))
    now = any(hit.value.kind == "now" for hit in cues)
    return Reading(
        question=question,
        lang=lang,
        words=tuple(words),
        intent=intent or (Intent.WHO_LEADS if fields and places else None),
        role=role,
        who=who,
        numbers=numbers,
        places=tuple(places),
        central=next((hit.value.value or "" for hit in cues if hit.value.kind == "central"), None),
        on=today if now and day is None else day,
        now=now,
        fields=fields,
        weights=tuple(weights),
    )


def _cue_weight(hit: Hit[Cue], plain: bool) -> float:
    """Cues that name work keep some weight; so does a lone word of a plain question that may only look like a cue."""
    names_work = hit.value.kind == "intent" and hit.value.value != "who_leads"
    in_doubt = plain and hit.value.kind == "stop" and hit.last - hit.first == 1
    return _FAINT if names_work or in_doubt else 0.0


def _issuer_words(words: Sequence[Word], places: Sequence[FoundPlace]) -> Iterator[int]:
    """ "UBND huyện Thanh Miện giao …": the issuer says which place, not which task."""
    for place in places:
        for issuer in (("ubnd",), ("hdnd",), ("uy", "ban", "nhan", "dan"), ("hoi", "dong", "nhan", "dan")):
            first = place.first - len(issuer)
            if first >= 0 and tuple(word.folded for word in words[first : place.first]) == issuer:
                yield from range(first, place.first)


def _type_words(words: Sequence[Word], numbers: Sequence[str]) -> list[int]:
    """The words of the type before a document's number ("Kế hoạch số 617/KH-UBND"): they say which document."""
    found: list[int] = []
    for i, word in enumerate(words):
        if word.text in numbers:
            before = i
            while before > 0 and i - before < 4:
                before -= 1
                if " ".join(w.folded for w in words[before:i]).removesuffix(" so") in _DOCUMENT_WORDS:
                    found += range(before, i)
                    break
    return found


def _intent(
    words: Sequence[Word], cues: Sequence[Hit[Cue]], numbers: Sequence[str], lang: str
) -> tuple[Intent | None, str | None, str | None]:
    """(intent, role asked for, how the name of the body asked for begins)."""
    found = {Intent(hit.value.value): hit for hit in reversed(cues) if hit.value.kind == "intent"}
    who = next((hit for hit in cues if hit.value.kind == "who"), None)
    role = next((hit.value.value for hit in cues if hit.value.kind == "role"), None)
    prefix = who.value.value if who else None

    def is_(intent: Intent) -> bool:
        return intent in found

    if any(hit.value.kind == "number" for hit in cues):
        return Intent.DOCUMENT, None, None
    if is_(Intent.REPORTING) and _asks_for_reporting(found[Intent.REPORTING], cues, lang):
        return Intent.REPORTING, None, prefix
    if is_(Intent.CHAIN) and (who is None or not prefix) and _asks_for_document(words, who):
        return Intent.CHAIN, None, None
    if is_(Intent.WHAT_DOES_BODY_DO) and (who is None or lang == "vi"):
        return Intent.WHAT_DOES_BODY_DO, None, None
    if is_(Intent.TARGET) and who is None:
        return Intent.TARGET, None, None
    if is_(Intent.DEADLINE):
        return Intent.DEADLINE, role, prefix
    if is_(Intent.DOCUMENT) and who is None:
        return Intent.DOCUMENT, None, None
    if who is not None:
        leads = is_(Intent.WHO_LEADS) or role == "lead"
        return (Intent.WHO_LEADS if leads else Intent.WHO_IS_INVOLVED), ("lead" if leads else role), prefix
    for intent in (Intent.CHAIN, Intent.REPORTING, Intent.WHO_LEADS, Intent.WHO_IS_INVOLVED):
        if is_(intent):
            return intent, "lead" if intent is Intent.WHO_LEADS else role, prefix
    return None, role, prefix


def _asks_for_reporting(report: Hit[Cue], cues: Sequence[Hit[Cue]], lang: str) -> bool:
    """ "gửi báo cáo về sở nào", "ai báo cáo"; not "bộ phận nào tổng hợp khó khăn để báo cáo thành phố"."""
    asked = [hit for hit in cues if hit.value.kind == "who" or hit.value.value == Intent.DEADLINE]
    if lang == "en":
        return bool(asked)
    return any(hit.first >= report.last or 0 <= report.first - hit.last <= 1 for hit in asked) or not asked


def _asks_for_document(words: Sequence[Word], who: Hit[Cue] | None) -> bool:
    if who is not None:
        return False
    text = " ".join(word.folded for word in words)
    return any(kind in text for kind in _DOCUMENT_WORDS) or "chuoi" in text or "chain" in text or "delegation" in text


def _day(words: Sequence[Word], intent: Intent | None, today: date) -> tuple[date | None, list[int]]:
    """The day asked about, and the words that name it. A year means its last day, or today if it is not over.

    Years of a target or deadline ("đến năm 2030") belong to the matter; so does a year still to come.
    """
    for i, word in enumerate(words):
        if (m := _DATE.fullmatch(word.text)) is not None:
            try:
                return date(int(m[3]), int(m[2]), int(m[1])), [i]
            except ValueError:
                continue
    if intent in (Intent.TARGET, Intent.DEADLINE):
        return None, []
    for i, word in enumerate(words):
        led = i > 0 and words[i - 1].folded in ("nam", "in", "of", "year", "since")
        until = i > 1 and words[i - 2].folded in ("den", "toi", "het")
        if _YEAR.fullmatch(word.text) and led and not until and int(word.text) <= today.year:
            return min(date(int(word.text), 12, 31), today), [i - 1, i]
    return None, []

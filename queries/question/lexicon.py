"""The words of questions, read once: cues of intent, fields, English terms, abbreviations.

All are data: words.tsv and glossary.tsv beside this file, and the lexicons that read documents. A question is thus
understood by the same words as a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.text.fold import fold, modern_tone
from ingest.text.restore import SYLLABLE
from queries.question.tokens import Phrases


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of words.tsv."""

    kind: str
    value: str
    lang: str


@dataclass(frozen=True, slots=True)
class FieldName:
    slug: str
    broader: str | None
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`long_forms`: folded abbreviation -> long form. `vocabulary`: every word known. `glossary`: English phrase
    -> Vietnamese words."""

    cues: Phrases[Cue]
    fields: dict[str, FieldName]
    field_terms: Phrases[str]
    glossary: Phrases[str]
    long_forms: dict[str, str]
    vocabulary: frozenset[str]

    def narrower(self, slug: str) -> list[FieldName]:
        return [name for name in self.fields.values() if name.broader == slug]


def _lines(package: str, name: str) -> Iterator[list[str]]:
    for line in files(package).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


@cache
def lexicon() -> Lexicon:
    names = {
        row[0]: FieldName(row[0], row[1] or None, row[2], row[3])
        for row in _lines("ontology", "schemes/fields.tsv")
        if len(row) >= 4
    }
    terms = [(name.vi, name.slug) for name in names.values()] + [(name.en, name.slug) for name in names.values()]
    terms += [(row[0], row[1]) for row in _lines("ingest.lexicons", "field_terms.tsv") if row[1] in names]
    terms += [(row[0], row[1]) for row in _lines("queries.question", "field_words.tsv") if row[1] in names]
    return Lexicon(
        Phrases((row[3], Cue(row[0], row[1], row[2])) for row in _lines("queries.question", "words.tsv")),
        names,
        Phrases(dict.fromkeys(terms)),
        Phrases((row[0], row[1]) for row in _lines("queries.question", "glossary.tsv")),
        (long_forms := dict(_long_forms())),
        frozenset(_vocabulary(terms)) | frozenset(long_forms),
    )


def _vocabulary(terms: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Every folded word that some list knows, in either language."""
    for phrase, _ in terms:
        yield from fold(phrase).split()
    for name in ("words.tsv", "glossary.tsv"):
        for row in _lines("queries.question", name):
            for phrase in row:
                yield from fold(phrase).split()


def _long_forms() -> Iterator[tuple[str, str]]:
    """Folded short forms and what they stand for; a short one that is also a syllable ("TƯ") would hide it."""
    for package, name in (("ingest.lexicons", "abbreviations.tsv"), ("queries.question", "short_forms.tsv")):
        for row in _lines(package, name):
            if " " not in row[0] and (len(row[0]) > 3 or not SYLLABLE.match(fold(row[0]))):
                yield fold(row[0]), modern_tone(row[1]).lower()

"""When two facts are the same: for each kind, which pairs may meet at all (lenient) and which arguments must agree.

Lenient: the same fact, whatever else was misread (a body and an overlapping task; a target of the same value at the
same place; the same cited document). Strict: every argument that the gold gives agrees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.extraction.items import Item, norm, norm_number

CORE_FIELDS = frozenset(
    line
    for line in (Path(__file__).parent / "core_fields.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
_TAIL = re.compile("[,( ]*" + "(?:" + "|".join(map(norm, ("nhiệm kỳ", "năm", "của", "ngày", "khóa", "số"))) + ")")
_PLURAL = norm("các") + " "
_NORMALISED = re.compile(r"\d{4}(-\d\d(-\d\d)?|-Q[1-4])?|--\d\d(-\d\d)?|P\d+D after .+")

Equal = Callable[[Item, Item], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """`may_meet`: the lenient test. `arguments`: name -> test; those whose name the gold item lacks are not asked."""

    name: str
    may_meet: Equal
    arguments: Mapping[str, Equal]

    def asked(self, gold: Item) -> list[str]:
        return [name for name in self.arguments if name in gold.values]

    def agrees(self, gold: Item, found: Item) -> bool:
        return self.may_meet(gold, found) and all(self.arguments[name](gold, found) for name in self.asked(gold))


def texts(value: object) -> list[str]:
    """A value as a list of words: None is none, a string is one."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    return [str(one) for one in value] if isinstance(value, Iterable) else [str(value)]


def labels(value: object) -> frozenset[str]:
    """As a set; order, hyphens ("Thi đua - Khen thưởng") and the plural word before a class are not compared."""
    return frozenset(norm(text).replace("-", " ").replace(":", "").removeprefix(_PLURAL) for text in texts(value))


def same(name: str) -> Equal:
    return lambda gold, found: gold.values.get(name) == found.values.get(name)


def same_label(name: str) -> Equal:
    return lambda gold, found: labels(gold.values.get(name)) == labels(found.values.get(name))


def same_unit(gold: Item, found: Item) -> bool:
    """Equal, or the found unit goes on ("mô hình" and "mô hình Homestay")."""
    wanted, got = (norm(str(item.values.get("unit") or "")) for item in (gold, found))
    return wanted == got or (bool(wanted) and got.startswith(f"{wanted} "))


def like(name: str) -> Equal:
    """Words of a heading: one may be part of the other (with or without "Đối với", "Về")."""

    def equal(gold: Item, found: Item) -> bool:
        a, b = (norm(str(item.values.get(name) or "")) for item in (gold, found))
        return (a in b or b in a) if a and b else a == b

    return equal


def same_number(name: str) -> Equal:
    def equal(gold: Item, found: Item) -> bool:
        a, b = gold.values.get(name), found.values.get(name)
        if a is None or b is None:
            return a is b
        return abs(float(str(a)) - float(str(b))) < 1e-9

    return equal


def same_fields(gold: Item, found: Item) -> bool:
    return set(texts(gold.values.get("fields"))) & CORE_FIELDS == set(texts(found.values.get("fields"))) & CORE_FIELDS


def same_time(name: str, words: str) -> Equal:
    """Normalised times must be equal; a time the gold gives in words must stand in the words as printed."""

    def equal(gold: Item, found: Item) -> bool:
        wanted, got = gold.values.get(name), found.values.get(name)
        if wanted is None:
            return got is None
        parts = [part.strip() for part in str(wanted).split(";")]
        if all(_NORMALISED.fullmatch(part) for part in parts):
            return got is not None and sorted(parts) == sorted(p.strip() for p in str(got).split(";"))
        printed = [norm(str(v)) for v in (found.values.get(words), got) if v]
        return any(norm(str(wanted)) in p or (len(p) > 5 and p in norm(str(wanted))) for p in printed)

    return equal


def meets(gold: Item, found: Item) -> bool:
    """Some place of the gold fact lies in, or overlaps, a place of the found one."""
    return any(a.overlaps(b) for a in gold.spans for b in (*found.spans, *found.wide))


def near(gold: Item, found: Item) -> bool:
    """As `meets`, by the narrow place alone: used to choose between several that meet."""
    return any(a.overlaps(b) for a in gold.spans for b in found.spans)


def _assignment(gold: Item, found: Item) -> bool:
    return bool(labels(gold.values["bodies"]) & labels(found.values["bodies"])) and meets(gold, found)


def _target(gold: Item, found: Item) -> bool:
    if not same_number("value")(gold, found):
        return False
    phrase = norm(str(gold.values.get("indicator") or ""))
    return meets(gold, found) or (bool(phrase) and phrase in norm(str(found.values.get("indicator") or "")))


def _report(gold: Item, found: Item) -> bool:
    if gold.spans and not meets(gold, found):
        return False
    to = same_label("to")(gold, found)
    reporters = bool(labels(gold.values.get("reporter")) & labels(found.values.get("reporter")))
    return to and (reporters or not labels(gold.values.get("reporter")))


def _recipient(gold: Item, found: Item) -> bool:
    return fuzz.ratio(norm(str(gold.values["name"])), norm(str(found.values["name"]))) >= 85


def _award(gold: Item, found: Item) -> bool:
    a, b = norm(str(gold.values["award"])), norm(str(found.values["award"]))
    return (a in b or b in a) and (not gold.spans or meets(gold, found))


def _phase(gold: Item, found: Item) -> bool:
    return all(same(name)(gold, found) for name in ("start_year", "end_year"))


def same_document(gold: Item, found: Item) -> bool:
    """The same cited document: by number, else by one of its names, which the found one may carry further."""
    number, other = gold.values.get("number"), found.values.get("number")
    if other:
        return bool(number) and norm_number(str(number)) == norm_number(str(other))
    wanted = [norm(text) for text in (*texts(gold.values.get("name")), *texts(gold.values.get("aliases")))]
    return any(_same_name(a, b) for a in wanted for b in names(found))


def _same_name(wanted: str, got: str) -> bool:
    """Equal, or one goes on where the other ends with its term, date, issuer or a bracket."""
    short, long = sorted((wanted, got), key=len)
    return bool(short) and long.startswith(short) and (len(short) == len(long) or bool(_TAIL.match(long[len(short) :])))


def names(item: Item) -> frozenset[str]:
    """The ways to say the name of a reference: its title, and its type before it."""
    title, kind = norm(str(item.values.get("title") or "")), norm(str(item.values.get("type") or ""))
    own = norm(str(item.values.get("name") or ""))
    return frozenset(name for name in (own, title, f"{kind} {title}".strip() if title else "") if name)


REFERENCES = Kind(
    "references",
    same_document,
    {"relation": same("relation"), "date": same("date"), "issuer": same_label("issuer")},
)
ASSIGNMENTS = Kind(
    "assignments",
    _assignment,
    {
        "bodies": same_label("bodies"),
        "role": same("role"),
        "modality": same("modality"),
        "collective": same("collective"),
        "fields": same_fields,
        "with": same_label("with"),
        "deadline": same_time("deadline", "deadline_text"),
        "section": same("section"),
    },
)
TARGETS = Kind(
    "targets",
    _target,
    {
        "comparator": same("comparator"),
        "value": same_number("value"),
        "value_to": same_number("value_to"),
        "unit": same_unit,
        "by": same("by"),
        "change": same("change"),
        "change_kind": same("change_kind"),
        "approx": same("approx"),
        "section": same("section"),
    },
)
REPORTS = Kind(
    "reports",
    _report,
    {
        "reporter": same_label("reporter"),
        "to": same_label("to"),
        "onward": same_label("onward"),
        "recurrence": same("recurrence"),
        "due": same_time("due", "due_text"),
        "section": same("section"),
    },
)
RECIPIENTS = Kind("recipients", _recipient, {"name": same_label("name"), "purpose": same_label("purpose")})
PHASES = Kind("phases", _phase, {"start_year": same("start_year"), "end_year": same("end_year")})
AWARDS = Kind("awards", _award, {"award": same_label("award"), "occasion": same_label("occasion")})
CRITERIA = Kind("criteria", meets, {"audience": like("audience"), "theme": like("theme"), "section": same("section")})

BY_NAME = {k.name: k for k in (REFERENCES, ASSIGNMENTS, TARGETS, REPORTS, RECIPIENTS, PHASES, AWARDS, CRITERIA)}

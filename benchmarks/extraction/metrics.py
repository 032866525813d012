"""Scores: facts (lenient, strict), arguments, header fields; per document, pooled, with intervals over documents.

Denominators are always the number of gold facts and of found facts; nothing is left out. A header field counts
"absent" as a class of its own: filling an absent field is a false hit, leaving a given one empty a miss.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.extraction.items import HEADER, KINDS, Document, File, Item, norm, norm_number
from benchmarks.extraction.kinds import BY_NAME, Kind, names, near, same_document
from benchmarks.extraction.matching import best_matching

# Weakest first: a document cited several times counts once, with its strongest link.
STRENGTH = ("cites", "based_on", "amends", "replaces", "relays", "implements")


@dataclass(frozen=True, slots=True)
class Prf:
    """Counts behind precision, recall and F1: right ones, found ones, gold ones."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Prf) -> Prf:
        return Prf(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0


@dataclass(slots=True)
class Matched:
    """How the facts of one kind in one document met."""

    kind: str
    pairs: list[tuple[Item, Item]] = field(default_factory=list)
    missed: list[Item] = field(default_factory=list)
    extra: list[Item] = field(default_factory=list)

    @property
    def lenient(self) -> Prf:
        n = len(self.pairs)
        return Prf(n, n + len(self.extra), n + len(self.missed))

    @property
    def strict(self) -> Prf:
        kind = BY_NAME[self.kind]
        n = sum(kind.agrees(gold, found) for gold, found in self.pairs)
        return Prf(n, len(self.pairs) + len(self.extra), len(self.pairs) + len(self.missed))

    def wrong_arguments(self, gold: Item, found: Item) -> list[str]:
        kind = BY_NAME[self.kind]
        return [name for name in kind.asked(gold) if not kind.arguments[name](gold, found)]

    def arguments(self) -> dict[str, Prf]:
        """Per argument: right = both facts give it and agree; an argument that is null is not counted as given."""
        kind = BY_NAME[self.kind]
        asked = {name for gold in (*(g for g, _ in self.pairs), *self.missed) for name in kind.asked(gold)}
        scores: dict[str, Prf] = {}
        for name in sorted(asked):
            right = sum(
                _given(gold, name) and _given(found, name) and kind.arguments[name](gold, found)
                for gold, found in self.pairs
            )
            in_gold = sum(_given(gold, name) for gold in (*(g for g, _ in self.pairs), *self.missed))
            in_found = sum(_given(found, name) for found in (*(f for _, f in self.pairs), *self.extra))
            scores[name] = Prf(right, in_found, in_gold)
        return scores


def _given(item: Item, name: str) -> bool:
    return item.values.get(name) not in (None, [], (), "", False)


def match(kind: Kind, gold: Sequence[Item], found: Sequence[Item]) -> Matched:
    """The best one-to-one matching: most pairs, among those most strict ones, among those most arguments."""
    weights = [[_weight(kind, g, f) for f in found] for g in gold]
    pairs = best_matching(weights)
    result = Matched(kind.name, [(gold[i], found[j]) for i, j in pairs])
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    result.missed = [item for i, item in enumerate(gold) if i not in rows]
    result.extra = [item for j, item in enumerate(found) if j not in columns]
    return result


def _weight(kind: Kind, gold: Item, found: Item) -> float:
    if not kind.may_meet(gold, found):
        return 0.0
    agreed = sum(kind.arguments[name](gold, found) for name in kind.asked(gold))
    strict = agreed == len(kind.asked(gold))
    return 1000 + 100 * strict + 10 * near(gold, found) + agreed


def one_per_document(items: Iterable[Item]) -> list[Item]:
    """Mentions of one document become one item: strongest relation, the date and issuer that any mention gives."""
    groups: dict[tuple[str, str], Item] = {}
    dated = list(items)
    dates: dict[str, Counter[str]] = {}
    for item in dated:
        if item.values.get("date"):
            dates.setdefault(_key(item), Counter())[str(item.values["date"])] += 1
    for item in dated:
        date = str(item.values.get("date") or "")
        known = dates.get(_key(item))
        if not date and known:
            date = known.most_common(1)[0][0]
        if known:  # a bare year is the date it begins
            date = next((full for full in sorted(known, key=len, reverse=True) if full.startswith(date)), date)
        key = (_key(item), date)
        groups[key] = _merge(groups[key], item) if key in groups else item
    return list(groups.values())


def _under_gold_names(gold: Sequence[Item], found: Iterable[Item]) -> Iterator[Item]:
    """A document cited under several names is one: a found mention takes the name that the gold gives it."""
    for item in found:
        same = None if item.values.get("number") else next((g for g in gold if same_document(g, item)), None)
        if same is None:
            yield item
        else:
            values = {**item.values, "number": same.values["number"], "title": same.values["name"], "type": None}
            yield Item(item.kind, values, item.spans, item.wide, item.rule)


def _key(item: Item) -> str:
    number = item.values.get("number")
    return norm_number(str(number)) if number else max(names(item), key=len, default="")


def _merge(one: Item, other: Item) -> Item:
    strong = max(one, other, key=lambda item: STRENGTH.index(str(item.values["relation"])))
    weak = other if strong is one else one
    values = dict(strong.values)
    for name in ("date", "issuer", "title"):
        values[name] = max(
            (v for v in (strong.values.get(name), weak.values.get(name)) if v), key=lambda v: len(str(v)), default=None
        )
    return Item(strong.kind, values, (*strong.spans, *weak.spans), strong.wide, strong.rule)


def header_agrees(name: str, gold: object, found: object) -> bool:
    if gold is None or found is None:
        return gold is found
    if name == "title":
        return norm(str(gold)) in norm(str(found))
    return norm(str(gold)) == norm(str(found))


@dataclass(slots=True)
class DocumentScore:
    """All that was compared for one document. `header`: field -> right or not."""

    file: str
    part: int
    header: dict[str, bool]
    header_values: dict[str, tuple[object, object]]
    facts: dict[str, Matched]

    def score(self, kind: str, *, strict: bool) -> Prf:
        matched = self.facts.get(kind)
        if matched is None:
            return Prf()
        return matched.strict if strict else matched.lenient

    def references(self, *, numbered: bool, strict: bool) -> Prf:
        matched = self.facts.get("references") or Matched("references")
        wanted = Matched(
            "references",
            [(g, f) for g, f in matched.pairs if bool(g.values.get("number")) is numbered],
            [g for g in matched.missed if bool(g.values.get("number")) is numbered],
            [f for f in matched.extra if bool(f.values.get("number")) is numbered],
        )
        return wanted.strict if strict else wanted.lenient

    def header_score(self) -> Prf:
        """Every field of every document is one decision; absent is an answer like any other."""
        right = sum(self.header.values())
        return Prf(right, len(self.header), len(self.header))


_NOTHING = Document(0, {}, {})


def score_file(gold: File, found: File) -> list[DocumentScore]:
    """Documents meet by their part; a document that was not found leaves all its facts missed, one too many adds."""
    by_part = {document.part: document for document in found.documents}
    scores = [score_document(gold.name, d, by_part.pop(d.part, _NOTHING)) for d in gold.documents]
    for document in by_part.values():
        scores.append(score_document(gold.name, Document(document.part, {}, dict.fromkeys(KINDS, ())), document))
    return scores


def score_document(name: str, gold: Document, found: Document) -> DocumentScore:
    asked = [field_name for field_name in HEADER if field_name in gold.header]
    values = {n: (gold.header[n], found.header.get(n)) for n in asked}
    right = {n: bool(found.header) and header_agrees(n, *values[n]) for n in asked}
    facts: dict[str, Matched] = {}
    for kind in KINDS:
        if kind not in gold.items:
            continue
        wanted, got = gold.items[kind], found.items.get(kind, ())
        if kind == "references":
            wanted = tuple(one_per_document(wanted))
            got = tuple(one_per_document(_under_gold_names(wanted, got)))
        facts[kind] = match(BY_NAME[kind], wanted, got)
    return DocumentScore(name, gold.part, right, values, facts)


def pooled(scores: Iterable[DocumentScore], measure: Callable[[DocumentScore], Prf]) -> Prf:
    return sum((measure(score) for score in scores), Prf())


def interval(
    scores: Sequence[DocumentScore], measure: Callable[[DocumentScore], Prf], *, rounds: int = 1000, seed: int = 7
) -> tuple[float, float]:
    """95 % bootstrap interval of the pooled F1, drawing whole documents."""
    chance = random.Random(seed)
    each = [measure(score) for score in scores]
    draws = sorted(sum((chance.choice(each) for _ in each), Prf()).f1 for _ in range(rounds)) if each else [1.0]
    return draws[int(0.025 * len(draws))], draws[min(len(draws) - 1, int(0.975 * len(draws)))]


def argument_scores(scores: Iterable[DocumentScore], kind: str) -> Mapping[str, Prf]:
    total: dict[str, Prf] = {}
    for score in scores:
        if kind in score.facts:
            for name, prf in score.facts[kind].arguments().items():
                total[name] = total.get(name, Prf()) + prf
    return total


def rule_scores(scores: Iterable[DocumentScore], kind: str) -> Mapping[str, tuple[int, int, int]]:
    """Per rule: (strict hits, hits with some wrong argument, false hits)."""
    total: dict[str, list[int]] = {}
    for score in scores:
        matched = score.facts.get(kind)
        if matched is None:
            continue
        for gold, found in matched.pairs:
            column = 1 if matched.wrong_arguments(gold, found) else 0
            total.setdefault(found.rule, [0, 0, 0])[column] += 1
        for found in matched.extra:
            total.setdefault(found.rule, [0, 0, 0])[2] += 1
    return {rule: (row[0], row[1], row[2]) for rule, row in sorted(total.items())}

"""From a paragraph to the clauses that may each be a task: sentences, subjects, pieces between semicolons.

Comes in: a paragraph spelled out, with the names in it. Goes out: sentences, the subject a sentence names with the
place where its predicate begins, and the pieces of that predicate. Nothing here knows roles, fields or documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.facts import BodyKind
from ingest.lexicons import cue, cue_words
from ingest.recognise.bodies import Spelled
from ingest.recognise.name_parts import predicates
from ingest.recognise.spelling import UPPER

_SENTENCE_END = re.compile(
    rf"(?<=[^\W\d][.!?…])\s+(?=[“\"(\[]?[{UPPER}])|(?<=[\d)”\"%][.!?…])\s+(?=[“\"(\[]?[{UPPER}])"
)
_ABBREVIATED = re.compile(rf"(?:\b(?:TP|TX|ThS|TS|PGS|GS|BS|KT|TM|TL|TT|UB|V\.v|vv|số|Mr|St)|\b[{UPPER}])\.$")
_GAP = re.compile(r"[\s,;]*(?:và|cùng với|cùng|hoặc|với)?\s*(?:(?:các\s+)?đồng chí|(?:các\s+)?ông|bà)?\s*", re.I)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_END_OF_WORD = r"(?![^\W_])"
_ORDER = re.compile(rf"(?:(?P<ask>{cue('request')})|{cue('command')})\s*:?\s*$", re.I)
_ADJUNCT = re.compile(cue("adjunct") + _END_OF_WORD, re.I)
_CONNECTIVE = re.compile(rf"{cue('connective')}{_END_OF_WORD}\s*[,:]?\s*", re.I)
_SUBJECT_ADJUNCT = re.compile(rf"\s*,\s*(?={cue('adjunct-behind-subject')}{_END_OF_WORD})", re.I)
_SUBJECT_FIXED = re.compile(
    r"\s+(?:(?:thuộc phạm vi quản lý|nêu trên|mình|trong phạm vi[^,;:.]{3,60}|phụ trách[^,;:.]{3,50}?"
    rf"|theo {cue('competence')}(?:,? {cue('competence')})*+)\s*(?=,|$)"
    r"|(?:trực )?thuộc (?:sở|bộ|cục|viện|ban)(?=,| ))",
    re.I,
)
_NO_VERB = cue_words("not-a-verb")
_CHARGED = re.compile(
    r"\s+(?:được (?:phân công|giao)|có tên)(?: [^\s,;:.]+){1,16}?" + rf"(?=\s+{cue('duty-word')}{_END_OF_WORD})", re.I
)
_CONTINUES = re.compile(cue("continues") + _END_OF_WORD, re.I)
_WEAK = re.compile(cue("weak") + _END_OF_WORD, re.I)
_CASE = re.compile(r"trường hợp .{5,200}?\b(?:cần|thì|phải)\s+")
_PURPOSE = re.compile(r"(?:để|nhằm|giúp|qua đó|từ đó|trong đó)(?![^\W_])", re.I)
_UNDER_HEADING = re.compile(r"[\s\-+*•–]*yêu cầu\s")
_NEXT_WORDS = re.compile(r"\s+([^\W\d_]+)\s+[^\W_]+")
_DIRECT_ROLE = re.compile(r"\s+(?:chủ trì|phối hợp với|tham mưu)(?![^\W_])")
_AREA = re.compile(r"lĩnh vực ([^\s,;]+ [^\s,;]+)")
_EXAMPLES = re.compile(r"(?:như|gồm|là|ví dụ)\s*$")
_IN_BRACKET = re.compile(r"\s*\(\s*|[^()]*\)\s*[,;]?\s*(?:và\s*)?")
_COLON = re.compile(r"\s*:\s*")
_COMMA = re.compile(r"\s*,?\s+")
_THENCE = re.compile(r",(?= trên cơ sở đó )")
_LONGEST_SENTENCE = 4000  # characters; what is longer is no sentence, and reading it whole would cost its square
_LOOK_BACK = 200
_LABELLED = re.compile(r"^[^,;:.]{2,60}:\s+(?=[^\W\d_])")
_HOLDER = re.compile(r"(?<![^\W_])(?:các\s+)?(?:đồng chí|ông(?: \(bà\))?|bà)\s*:?\s*$", re.I)
_BASIS_END = re.compile(
    r"(?:(?:kế hoạch|quyết định|chỉ thị|công văn) này|nêu trên|được giao|thực tế|thực tiễn|\d{4}|quy định)$"
)
_LIST_OPENER = r"(?:\s+(?:sở|ban|ngành|bộ)[\s,]*(?:ban|ngành|[\s,]){0,6})?\s*$"
_PARTNERS_OPEN = re.compile(r"(?:phối hợp|cùng)(?:\s+\w+){0,3}?(?:\s+với|\s+cùng)?\s*$")
_DIRECTING_OPENS = re.compile(r"(?:hướng dẫn|chỉ đạo|đôn đốc|yêu cầu|kiểm tra|hỗ trợ|giúp)" + _LIST_OPENER)
_GOVERNED = re.compile(r"(?:của|với|do|cho|về|để|tại|bởi|cùng|và|giữa|từ|qua|đề nghị|chỉ đạo|hướng dẫn|[,;])\s*$")


@dataclass(frozen=True, slots=True)
class Subject:
    """names[first:last] are given something; the predicate begins at `predicate`. `order`: the words that order."""

    first: int
    last: int
    start: int
    predicate: int
    order: str | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause text[start:end] of a predicate. `listed`: behind a colon that opens a list; `weak`: a task of its own
    only if it brings a field of its own."""

    start: int
    end: int
    listed: bool = False
    weak: bool = False


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence, none longer than a real one can be."""
    start = 0
    for gap in _SENTENCE_END.finditer(text):
        if _ABBREVIATED.search(text[max(start, gap.start() - 8) : gap.start()]):
            continue
        yield from _bounded(text, start, gap.start())
        start = gap.end()
    if start < len(text):
        yield from _bounded(text, start, len(text))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = space if space > start else start + _LONGEST_SENTENCE
        yield start, cut
        start = cut + 1 if space > start else cut
    yield start, end


def group_from(spelled: Spelled, first: int, end: int) -> int:
    """One past the last name of the list that begins with names[first]."""
    spans, last = spelled.spans, first + 1
    while last < len(spans) and spans[last][1] <= end:
        if spans[last][0] - spans[last - 1][1] > 90:
            break
        between = spelled.text[spans[last - 1][1] : spans[last][0]]
        if not _GAP.fullmatch(_BRACKET.sub("", between)) and not (len(between) < 60 and _IN_BRACKET.fullmatch(between)):
            break
        last += 1
    return last


def predicate_kind(low: str, at: int) -> str | None:
    """verb, adverb, order or role where a predicate begins at `at`."""
    hit = predicates().longest(low, at)
    return hit[1] if hit else None


def find_subject(spelled: Spelled, start: int, end: int, *, firm: bool = False, loose: bool = False) -> Subject | None:
    """The body or bodies that text[start:end] gives something to, None where its words name none.

    `firm`: a heading names the body already, so that a sentence which begins "Yêu cầu X …" tells what that body does.
    `loose`: a name that opens the sentence may be followed by a verb the lexicon lacks.
    """
    low = spelled.low
    if firm and _UNDER_HEADING.match(low, start):
        return None
    first = spelled.first_from(start)
    while first < len(spelled.spans) and spelled.spans[first][1] <= end:
        last = group_from(spelled, first, end)
        begin, stop = spelled.spans[first][0], spelled.spans[last - 1][1]
        subject = _subject_of(low, start, begin, stop, end)
        if subject is None and loose:
            subject = _loose_subject(low, start, begin, stop, end)
        if subject is not None:
            return replace(subject, first=first, last=last)
        if not _may_go_on(low, start, begin):
            break
        first = last
    return _before_role(spelled, start, end)


def _subject_of(low: str, start: int, begin: int, stop: int, end: int) -> Subject | None:
    """The names text[begin:stop] as subject, by what stands before and behind them."""
    before = low[max(start, begin - _LOOK_BACK) : begin]
    ordered = _ORDER.search(_HOLDER.sub("", before))
    if not ordered and not _stands_first(low[start:begin]):
        return None
    if ordered and low.rfind("(", start + 12, begin) > low.rfind(")", start, begin):
        return None  # who stands in brackets behind a task is read with that task
    at = _predicate_after(low, stop, end)
    if at is None:
        return None
    order = ordered[0].strip(" :").lower() if ordered else None
    return Subject(0, 0, begin, at, order, bool(ordered and ordered["ask"]))


def _loose_subject(low: str, start: int, begin: int, stop: int, end: int) -> Subject | None:
    """A name that opens the sentence, with a word behind it that may be an unknown verb."""
    if low[start:begin].strip('“"(-+*•– \t'):
        return None
    word = _NEXT_WORDS.match(low, stop)
    if not word or word[1] in _NO_VERB or word.end() >= end:
        return None
    if low.startswith(("yêu cầu", "chỉ thị", "đề nghị", "giao ", "phân công"), word.start(1)):
        return None
    return Subject(0, 0, begin, word.start(1))


def _before_role(spelled: Spelled, start: int, end: int) -> Subject | None:
    """An office right before "chủ trì" or "phối hợp với", wherever it stands, unless a preposition governs it."""
    low = spelled.low
    for i in spelled.within(start, end):
        a, b = spelled.spans[i]
        if spelled.names[i].kind not in (BodyKind.ORGANISATION, BodyKind.POST) or not _DIRECT_ROLE.match(low, b):
            continue
        if _GOVERNED.search(low[max(start, a - 20) : a]) or low.rfind("(", start, a) > low.rfind(")", start, a):
            continue
        return Subject(i, i + 1, a, b + 1)
    return None


def _may_go_on(low: str, start: int, group_start: int) -> bool:
    """Whether a later name can still be the subject: the sentence has not come to its own predicate yet."""
    head = low[start:group_start].lstrip('“"(-+*•– ')
    if not head or _ADJUNCT.match(head) or _CONNECTIVE.match(head):
        return True
    return predicate_kind(head, 0) is None or _ORDER.search(head[-_LOOK_BACK:]) is not None


def _stands_first(before: str) -> bool:
    """Whether nothing but an adjunct, a connective or a label stands before the name."""
    head = _LABELLED.sub("", before.lstrip('“"(-+*•– \t'))
    head = _HOLDER.sub("", head)
    tail = head.rstrip()
    if not tail or _CONNECTIVE.fullmatch(head) or (tail.endswith(":") and len(head) < 140):
        return True
    connective = _CONNECTIVE.match(head)
    if connective and not _ADJUNCT.match(head):
        head = head[connective.end() :]
    if not _ADJUNCT.match(head):
        return False
    return tail.endswith((",", ";", ":")) or _BASIS_END.search(tail) is not None


def _predicate_after(low: str, stop: int, end: int) -> int | None:
    """Where the predicate of the names that end at `stop` begins."""
    bracket = _BRACKET.match(low, stop)
    at = bracket.end() if bracket and bracket.end() <= end else stop
    if at < end and low[at] == ")":
        at += 1
    charged = _CHARGED.match(low, at)
    at = charged.end() if charged else at
    fixed = _SUBJECT_FIXED.match(low, at)
    at = fixed.end() if fixed else at
    colon = _COLON.match(low, at)
    if colon:
        return min(colon.end(), end)
    adjunct = _SUBJECT_ADJUNCT.match(low, at)
    if adjunct:
        return adjunct.end()
    comma = _COMMA.match(low, at)
    if not comma or comma.end() >= end or ("," in comma[0] and not fixed):
        return None
    return comma.end() if predicate_kind(low, comma.end()) else None


def own_predicate(low: str, start: int, end: int) -> int | None:
    """Where a sentence without a subject begins its predicate, past connectives and adjuncts; None if it has none."""
    at = start
    while at < end and low[at] in '“"(-+*•– \t':
        at += 1
    connective = _CONNECTIVE.match(low, at)
    if connective and connective.end() < end and connective[0].strip() != "và":
        at = connective.end()
    if low.startswith("trường hợp", at):
        case = _CASE.match(low, at, end)
        return case.end() if case and predicate_kind(low, case.end()) else None
    if predicate_kind(low, at):
        return at
    if not _ADJUNCT.match(low, at):
        return None
    loose = low.startswith(("đối với", "khi "), at)
    comma = low.find(", ", at, end)
    while comma != -1:
        kind = predicate_kind(low, comma + 2)
        if kind and (kind != "verb" or not loose) and not _ADJUNCT.match(low, comma + 2):
            return comma + 2
        comma = low.find(", ", comma + 2, end)
    return None


def pieces(spelled: Spelled, start: int, end: int) -> list[Piece]:
    """The clauses of the predicate text[start:end], parted at semicolons and behind a colon that opens a list."""
    text, low = spelled.text, spelled.low
    end = _without_end_mark(text, start, end)
    colon = _list_colon(low, start, end)
    thence = (m.start() for m in _THENCE.finditer(low, start, end))
    cuts = sorted([*_top_level(text, start, end, ";"), *thence])
    out: list[Piece] = []
    begin = start
    for cut in [*cuts, end]:
        if out and not _stands_alone(spelled, begin, cut, out[-1]):
            out[-1] = replace(out[-1], end=cut)
        else:
            out.append(Piece(begin, cut, colon is not None and begin > colon, _WEAK.match(low, begin) is not None))
        begin = cut + 1
        while begin < end and text[begin].isspace():
            begin += 1
        if begin >= end:
            break
    return out


def _without_end_mark(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ./;,\t":
        end -= 1
    return end


def _top_level(text: str, start: int, end: int, mark: str) -> Iterator[int]:
    """Where `mark` stands outside brackets and quotation marks."""
    depth, quoted = 0, False
    for found in re.finditer(rf"[()“”{mark}]", text[start:end]):
        char = found[0]
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif char in "“”":
            quoted = char == "“"
        elif not depth and not quoted:
            yield start + found.start()


def _list_colon(low: str, start: int, end: int) -> int | None:
    """The colon behind which a list of tasks stands; the first one outside brackets decides."""
    at = next(_top_level(low, start, end, ":"), None)
    if at is None:
        return None
    following = at + 1
    while following < end and low[following].isspace():
        following += 1
    if following >= end or not predicate_kind(low, following) or _EXAMPLES.search(low[max(start, at - 20) : at]):
        return None
    return at


def _stands_alone(spelled: Spelled, start: int, end: int, before: Piece) -> bool:
    """Whether the words behind a semicolon are a clause of their own and not the rest of a list or of the clause."""
    low, spans = spelled.low, spelled.spans
    if end - start < 12 or _CONTINUES.match(low, start):
        return False
    here = spelled.first_from(start)
    if here < len(spans) and spans[here][0] == start:
        following = _predicate_after(low, spans[group_from(spelled, here, end) - 1][1], end)
        if following is None:
            return False
        in_list = here > 0 and low[spans[here - 1][1] : start].strip() == ";"
        opener = _list_opener(spelled, before.start, here - 1) if in_list else ""
        if _PARTNERS_OPEN.search(opener):
            return False
        return not (_DIRECTING_OPENS.search(opener) and predicate_kind(low, following) in ("verb", "adverb"))
    area = _AREA.search(low, before.start, before.end)
    if area and low.startswith(area[1], start):
        return False
    return own_predicate(low, start, end) is not None


def _list_opener(spelled: Spelled, start: int, index: int) -> str:
    """The words before the list of names that ends with names[index]."""
    low, spans = spelled.low, spelled.spans
    while index > 0 and spans[index - 1][0] >= start and _GAP.fullmatch(low[spans[index - 1][1] : spans[index][0]]):
        index -= 1
    return low[max(start, spans[index][0] - _LOOK_BACK) : spans[index][0]]


def continues_previous(low: str, start: int) -> bool:
    """A sentence that only tells the purpose of the one before."""
    return _PURPOSE.match(low, start) is not None


def only_members(spelled: Spelled, indexes: Sequence[int]) -> list[int]:
    """What a list with brackets names.

    A class with its members in brackets is the members ("các nhà mạng (Viettel …, VNPT …)"); an office with a unit in
    brackets, or a class with examples that are classes, is itself.
    """
    out: list[int] = []
    opened, members = False, False
    for previous, i in zip((None, *indexes), indexes, strict=False):
        between = spelled.text[spelled.spans[previous][1] : spelled.spans[i][0]] if previous is not None else ""
        if ")" in between:
            opened = members = False
        if "(" in between.rpartition(")")[2] and out:
            opened = True
            held, name = spelled.names[out[-1]], spelled.names[i]
            members = held.kind is BodyKind.CLASS and name.kind is BodyKind.ORGANISATION
            if members:
                out.pop()
        if not opened or members:
            out.append(i)
    return out

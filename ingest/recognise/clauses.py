"""From a paragraph to the clauses that may each be a task: sentences, subjects, pieces between semicolons.

Comes in: a paragraph spelled out, with the names in it. Goes out: sentences, the subject a sentence names with where its
predicate begins, and the pieces of that predicate. Nothing here knows roles of a task, fields or documents.
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
    r"\s+(?:thuộc phạm vi quản lý|nêu trên|mình|trong phạm vi[^,;:.]{3,60}|phụ trách[^,;:.]{3,50}?"
    rf"|theo {cue('competence')}(?:,? {cue('competence')})*+)\s*(?=,|$)",
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
    """(start, end) of each sentence."""
    start = 0
    for gap in _SENTENCE_END.finditer(text):
        if _ABBREVIATED.search(text[max(start, gap.start() - 8) : gap.start()]):
            continue
        yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def group_from(names: Sequence[tuple[int, int]], text: str, first: int, end: int) -> int:
    """One past the last name of the list that begins with names[first]."""
    last = first + 1
    while last < len(names) and names[last][1] <= end:
        between = text[names[last - 1][1] : names[last][0]]
        if not _GAP.fullmatch(_BRACKET.sub("", between)) and not _opens_bracket(between):
            break
        last += 1
    return last


def _opens_bracket(between: str) -> bool:
    return re.fullmatch(r"\s*\(\s*|[^()]*\)\s*[,;]?\s*(?:và\s*)?", between) is not None and len(between) < 60


def predicate_kind(low: str, at: int) -> str | None:
    """verb, adverb, order or role where a predicate begins at `at`."""
    hit = predicates().longest(low, at)
    return hit[1] if hit else None


def find_subject(
    spelled: Spelled, low: str, start: int, end: int, firm: bool = False, loose: bool = False
) -> Subject | None:
    """The body or bodies that text[start:end] gives something to, None where its words name none.

    `firm`: a heading names the body already, so that a sentence which begins "Yêu cầu X …" tells what that body does.
    `loose`: a name that opens the sentence may be followed by a verb the lexicon lacks.
    """
    if firm and re.compile(r"[\s\-+*•–]*yêu cầu\s").match(low, start):
        return None
    names = [(n.start, n.end) for n in spelled.names]
    first = next((i for i, (a, b) in enumerate(names) if a >= start and b <= end), None)
    while first is not None and first < len(names) and names[first][1] <= end:
        last = group_from(names, spelled.text, first, end)
        subject = _subject_of(low, names, start, end, first, last) or (
            _loose_subject(low, names, start, end, first, last) if loose else None
        )
        if subject:
            return subject
        if not _may_go_on(low, start, names[first][0], names[last - 1][1]):
            break
        first = last
    return _before_role(spelled, low, names, start, end)


def _loose_subject(
    low: str, names: Sequence[tuple[int, int]], start: int, end: int, first: int, last: int
) -> Subject | None:
    """A name that opens the sentence, with a word behind it that may be an unknown verb."""
    if low[start : names[first][0]].strip('“"(-+*•– \t'):
        return None
    stop = names[last - 1][1]
    word = re.compile(r"\s+([^\W\d_]+)\s+[^\W_]+").match(low, stop)
    if (
        not word
        or word[1] in _NO_VERB
        or word.end() >= end
        or low.startswith(("yêu cầu", "chỉ thị", "đề nghị", "giao ", "phân công"), word.start(1))
    ):
        return None
    return Subject(first, last, names[first][0], word.start(1))


def _before_role(spelled: Spelled, low: str, names: Sequence[tuple[int, int]], start: int, end: int) -> Subject | None:
    """An office right before "chủ trì" or "phối hợp với", wherever it stands, unless a preposition governs it."""
    for i, (a, b) in enumerate(names):
        if a < start or b > end or spelled.names[i].kind not in (BodyKind.ORGANISATION, BodyKind.POST):
            continue
        if not re.compile(r"\s+(?:chủ trì|phối hợp với|tham mưu)(?![^\W_])").match(low, b):
            continue
        if re.search(
            r"(?:của|với|do|cho|về|để|tại|bởi|cùng|và|giữa|từ|qua|đề nghị|chỉ đạo|hướng dẫn|[,;])\s*$", low[start:a]
        ):
            continue
        if low.rfind("(", start, a) > low.rfind(")", start, a):
            continue
        return Subject(i, i + 1, a, b + 1)
    return None


def _may_go_on(low: str, start: int, group_start: int, group_end: int) -> bool:
    """Whether a later name can still be the subject: the sentence has not come to its own predicate yet."""
    head = low[start:group_start].lstrip('“"(-+*•– ')
    if not head:
        return True
    if _ADJUNCT.match(head) or _CONNECTIVE.match(head):
        return True
    kind = predicate_kind(head, 0)
    return kind is None or _ORDER.search(head) is not None


def _subject_of(
    low: str, names: Sequence[tuple[int, int]], start: int, end: int, first: int, last: int
) -> Subject | None:
    begin, stop = names[first][0], names[last - 1][1]
    before = low[start:begin]
    ordered = _ORDER.search(re.sub(r"(?<![^\W_])(?:các\s+)?(?:đồng chí|ông|bà)\s*$", "", before))
    if not ordered and not _stands_first(before):
        return None
    at = _predicate_after(low, stop, end)
    if at is None:
        return None
    return Subject(
        first, last, begin, at, ordered[0].strip(" :").lower() if ordered else None, bool(ordered and ordered["ask"])
    )


def _stands_first(before: str) -> bool:
    """Whether nothing but an adjunct or a connective stands before the name."""
    head = before.lstrip('“"(-+*•– \t')
    head = re.sub(r"^[^,;:.]{2,60}:\s+(?=[^\W\d_])", "", head)
    head = re.sub(r"(?<![^\W_])(?:các\s+)?(?:đồng chí|ông(?: \(bà\))?|bà)\s*:?\s*$", "", head)
    if not head.strip():
        return True
    connective = _CONNECTIVE.fullmatch(head)
    if connective:
        return True
    if head.rstrip().endswith(":") and len(head) < 140:
        return True
    adjunct = _ADJUNCT.match(
        _CONNECTIVE.sub("", head, count=1) if _CONNECTIVE.match(head) and not _ADJUNCT.match(head) else head
    )
    if not adjunct:
        return False
    tail = head.rstrip()
    if tail.endswith((",", ";", ":")):
        return True
    return (
        re.search(
            r"(?:kế hoạch này|quyết định này|chỉ thị này|công văn này|nêu trên|được giao|thực tế|thực tiễn|\d{4}|quy định)$",
            tail,
        )
        is not None
    )


def _predicate_after(low: str, stop: int, end: int) -> int | None:
    """Where the predicate of the names that end at `stop` begins."""
    bracket = _BRACKET.match(low, stop)
    at = bracket.end() if bracket and bracket.end() <= end else stop
    if at < end and low[at] == ")":
        at += 1
    charged = _CHARGED.match(low, at)
    if charged:
        at = charged.end()
    fixed = _SUBJECT_FIXED.match(low, at)
    if fixed:
        at = fixed.end()
    colon = re.compile(r"\s*:\s*").match(low, at)
    if colon:
        return colon.end() if colon.end() < end else end
    adjunct = _SUBJECT_ADJUNCT.match(low, at)
    if adjunct:
        return adjunct.end()
    comma = re.compile(r"\s*,?\s+").match(low, at)
    if not comma or comma.end() >= end:
        return None
    if "," in comma[0] and not fixed:
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
    for comma in re.finditer(r",\s+", low[at:end]):
        following = at + comma.end()
        kind = predicate_kind(low, following)
        if kind and (kind != "verb" or not loose) and not _ADJUNCT.match(low, following):
            return following
    return None


def pieces(spelled: Spelled, low: str, start: int, end: int) -> list[Piece]:
    """The clauses of the predicate text[start:end], parted at semicolons and behind a colon that opens a list."""
    text = spelled.text
    end = _without_end_mark(text, start, end)
    colon = _list_colon(low, start, end)
    thence = (start + m.start() for m in re.finditer(r",(?= trên cơ sở đó )", low[start:end]))
    cuts = sorted([*_top_level(text, start, end, ";"), *thence])
    out: list[Piece] = []
    begin = start
    for cut in [*cuts, end]:
        if out and not _stands_alone(spelled, low, begin, cut, out[-1]):
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
    for i in range(start, end):
        char = text[i]
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif char == "“":
            quoted = True
        elif char == "”":
            quoted = False
        elif char == mark and not depth and not quoted:
            yield i


def _list_colon(low: str, start: int, end: int) -> int | None:
    """The colon behind which a list of tasks stands."""
    for at in _top_level(low, start, end, ":"):
        following = at + 1
        while following < end and low[following].isspace():
            following += 1
        if (
            following < end
            and predicate_kind(low, following)
            and not re.search(r"(?:như|gồm|là|ví dụ)\s*$", low[start:at])
        ):
            return at
        return None
    return None


def _stands_alone(spelled: Spelled, low: str, start: int, end: int, before: Piece) -> bool:
    """Whether the words behind a semicolon are a clause of their own and not the rest of a list or of the clause."""
    if end - start < 12:
        return False
    if _CONTINUES.match(low, start):
        return False
    names = [(n.start, n.end) for n in spelled.names]
    here = next((i for i, (a, _) in enumerate(names) if a == start), None)
    if here is not None:
        last = group_from(names, low, here, end)
        previous = here - 1
        in_list = previous >= 0 and re.fullmatch(r"\s*;\s*", low[names[previous][1] : start]) is not None
        if in_list and _partners_run(low, names, before.start, previous):
            return False
        following = _predicate_after(low, names[last - 1][1], end)
        if (
            in_list
            and following is not None
            and predicate_kind(low, following) in ("verb", "adverb")
            and _governed_run(low, names, before.start, previous)
        ):
            return False
        return _predicate_after(low, names[last - 1][1], end) is not None
    area = re.search(r"lĩnh vực ([^\s,;]+ [^\s,;]+)", low[before.start : before.end])
    if area and low.startswith(area[1], start):
        return False
    at = own_predicate(low, start, end)
    return at is not None


def _governed_run(low: str, names: Sequence[tuple[int, int]], start: int, index: int) -> bool:
    """Whether names[index] ends a list that a directing verb opened ("hướng dẫn Sở A; các xã tổ chức …")."""
    while index > 0 and names[index - 1][0] >= start and _GAP.fullmatch(low[names[index - 1][1] : names[index][0]]):
        index -= 1
    return (
        re.search(
            r"(?:hướng dẫn|chỉ đạo|đôn đốc|yêu cầu|kiểm tra|hỗ trợ|giúp)(?:\s+(?:sở|ban|ngành|bộ)[\s,]*(?:ban|ngành|[\s,])*)?\s*$",
            low[start : names[index][0]],
        )
        is not None
    )


def _partners_run(low: str, names: Sequence[tuple[int, int]], start: int, index: int) -> bool:
    """Whether names[index] ends a list that "phối hợp với" opened."""
    while index > 0 and names[index - 1][0] >= start and _GAP.fullmatch(low[names[index - 1][1] : names[index][0]]):
        index -= 1
    return (
        re.search(r"(?:phối hợp|cùng)(?:\s+\w+){0,3}?(?:\s+với|\s+cùng)?\s*$", low[start : names[index][0]]) is not None
    )


def continues_previous(low: str, start: int) -> bool:
    """A sentence that only tells the purpose of the one before."""
    return _PURPOSE.match(low, start) is not None


def only_members(spelled: Spelled, indexes: Sequence[int]) -> list[int]:
    """A class with its members in brackets is the members ("các nhà mạng (Viettel …, VNPT …)"); an office with a unit in
    brackets, or a class with examples that are classes, is itself."""
    text, out = spelled.text, []
    for i in indexes:
        name = spelled.names[i]
        opened = text.rfind("(", spelled.names[indexes[0]].start, name.start)
        inside = opened != -1 and ")" not in text[opened : name.start]
        if not inside:
            out.append(i)
            continue
        holder = next((j for j in reversed(out) if spelled.names[j].end <= opened), None)
        if holder is None:
            if out and spelled.names[out[-1]].start > opened:
                out.append(i)
            continue
        held = spelled.names[holder]
        if held.kind is BodyKind.CLASS and name.kind is BodyKind.ORGANISATION:
            between = text[held.end : opened]
            if not between.strip():
                out.remove(holder)
                out.append(i)
            elif holder != out[-1]:
                out.append(i)
        elif out and spelled.names[out[-1]].start > opened:
            out.append(i)
    return out

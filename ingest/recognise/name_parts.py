"""What names are made of: the words that open, continue, modify and end them, and the record of a name found.

Comes in: the lexicons. Goes out: patterns, tries and one automaton, built once, and `Found`. How the parts are put
together is the matter of ingest.recognise.body_grammar and ingest.recognise.class_names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import ahocorasick

from ingest.facts import BodyKind
from ingest.lexicons import Office, Trie, cell, cue, cue_words, offices, rows, sector_offices
from ingest.recognise.spelling import LOWER, UPPER


@dataclass(frozen=True, slots=True)
class Tail:
    """The territorial words behind a name: "tỉnh Sơn La" is ("tỉnh", "Sơn La"); the name may be missing."""

    kind: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A name found: text[start:end]. `name`: without post and tail, spelled as the lexicon has it where it does.

    `post`: the post's words, for posts of a named office. `parent`: the office that a unit belongs to, as printed.
    """

    start: int
    end: int
    kind: BodyKind
    name: str
    office: Office | None = None
    tail: Tail | None = None
    post: str | None = None
    parent: Found | None = None


WORD = re.compile(r"[^\W_]+(?:[&/.][^\W_]+)*")
LIST_SEPARATOR = re.compile(
    rf"\s*(?:[,;]\s*(?:và\s+|cùng\s+)?|\s+và\s+|\s+cùng với\s+|\s+cùng\s+|\s*-\s+(?=[{UPPER}]))"
)
QUANTIFIER = re.compile(r"(?:(?:tất cả|toàn thể|toàn bộ)\s+(?:các\s+)?|các\s+|mỗi\s+|từng\s+|mọi\s+|những\s+)", re.I)
COURTESY = re.compile(r"(?:(?:các\s+)?đồng chí\s+|(?:các\s+)?ông(?:\s*\(bà\)|, bà)?\s*:?\s*)", re.I)
UNIT = r"(?i:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)(?!\s+(?:ủy|đoàn)(?![^\W_]))"
PLACE_NAME = rf"(?:[{UPPER}][^\W_]*|\d{{1,2}})(?:(?: - | )(?:[{UPPER}][^\W_]*|\d{{1,2}})(?![^\W_]))*"
TAIL = re.compile(rf"\s+({UNIT})(?![^\W_])(?:\s+({PLACE_NAME}))?")
AND = r"(?:\s*,\s*(?:và\s+)?|\s+và\s+|\s+-\s+)"
_SHORT = r"(?:thành|thị)(?!\s+(?:lập|phố|xã|trấn|ủy|đoàn|phần|viên|tích|công|trường|hành))(?![^\W_])"
_SMALL = r"(?i:tổ dân phố|khu phố|khu dân cư|thôn|bản|ấp|buôn|quân khu)"
UNITS = re.compile(
    rf"\s+(?:(?:các|từng|những|mỗi)\s+{UNIT}(?:{AND}(?:{UNIT}|{_SHORT}))*|{UNIT}(?:{AND}{UNIT})+"
    rf"|cấp\s+(?:{UNIT}|quân khu)(?:{AND}(?:cấp\s+)?{UNIT})*|các\s+cấp|cùng\s+cấp"
    rf"|(?:ở\s+)?các\s+{_SMALL}(?:{AND}{_SMALL})*)(?![^\W_])(?:(?<=đặc khu)\s+{PLACE_NAME})?"
)
UNITS_MORE = re.compile(
    rf"\s*,?\s+(?:và\s+)?đặc khu\s+{PLACE_NAME}|\s+(?:trực thuộc|thuộc)\s+(?:[Tt]rung ương|tỉnh|thành phố)"
    rf"|\s+trên địa bàn(?:\s+(?:toàn\s+)?{UNIT}(?:\s+{PLACE_NAME})?)?"
)
_MORE_NAMES = rf"(?:\s*,\s*{PLACE_NAME})"
UNITS_NAMED = re.compile(
    rf"\s*:\s*{PLACE_NAME}{_MORE_NAMES}*(?:\s+và\s+{PLACE_NAME})?"
    rf"|\s+{PLACE_NAME}{_MORE_NAMES}+(?:\s+và\s+{PLACE_NAME})?"
)
SECOND_TAIL = re.compile(rf"\s*,\s*(tỉnh|thành phố|huyện|quận|thị xã)\s+({PLACE_NAME})")
AMONG = re.compile(r"các (?:tỉnh|huyện|thành phố|xã|phường).*$")
REGION = re.compile(r"(?:\s+-)?\s+(?:chi nhánh\s+)?(?:khu vực|chi nhánh)\s+(?:[IVX]+|\d{1,2})(?![^\W_])")
BARE_PLACE = re.compile(rf"\s+({PLACE_NAME})")
OF_CLASS = re.compile(r"\s+của\s+(?=các\s)")
PERSON = re.compile(
    rf"(?:\s+(?:đồng chí|ông|bà))?\s+((?:[{UPPER}][{LOWER}]+)(?:\s[{UPPER}][{LOWER}]*){{1,4}})(?![^\W_])"
)

# What may stand behind the noun of a class and still belong to it. Order matters: longer forms first.
_PLACED = rf"{UNIT}(?: {PLACE_NAME})?"
MODIFIERS = re.compile(
    r"\s+(?:"
    r"(?:có )?liên quan(?: khác)?|khác(?: có liên quan)?|chức năng(?: có liên quan| liên quan)?|có thẩm quyền"
    r"|chuyên môn(?: có liên quan)?|cùng cấp|các cấp|nêu trên|có tên trên"
    rf"|cấp {UNIT}(?:(?:,| và) (?:cấp )?{UNIT})*|cấp (?:trên|dưới|cơ sở|trung ương)"
    r"|(?:trực )?thuộc (?:Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy)"
    r"|(?<=trực thuộc )(?:Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy)"
    rf"|(?:trực )?thuộc (?:(?:quyền|phạm vi) quản lý"
    rf"|(?:Ủy ban nhân dân|Viện kiểm sát nhân dân|Tòa án nhân dân|Công an|Liên đoàn Lao động) {UNIT}"
    rf"|[Tt]rung ương|Chính phủ|Bộ|Sở|{_PLACED})"
    r"|trực thuộc"
    rf"|(?:ở|trên|tại|trong|của) (?:địa bàn )?(?:toàn )?(?:{_PLACED}|khu công nghiệp|địa phương|trung ương|quân đội)"
    rf"|trên địa bàn|{_PLACED}(?![^\W_])|[Tt]rung ương|nhà nước"
    r"|được (?:phân công|giao)(?: [^\W_]+){1,12}?"
    r"(?= (?:có trách nhiệm|chịu trách nhiệm|phải|chủ động|căn cứ|tổ chức|khẩn trương)\b|[,;.:]|$)"
    r"|là tổ chức|ngang bộ|thuộc Chính phủ|thứ cấp"
    r"|đang hoạt động"
    rf"(?: (?:tại|trong|trên)(?: địa bàn)?(?: các)?(?: khu công nghiệp| cụm công nghiệp| {_PLACED})?)?"
    r")(?![^\W_])"
)
MODIFYING_VERBS = frozenset(
    ("cung cấp", "sản xuất", "đầu tư", "quản lý", "khai thác", "vận hành", "tư vấn", "xuất khẩu", "kinh doanh")
)
CLASS_ENDS = cue_words("ends-a-class")
FREE_LIMIT = 7
CLOSED_NOUN = re.compile(r"(?<![^\W_])(?:sở|ban|ngành|bộ|địa phương|đoàn thể|cấp|cá nhân|hộ gia đình)$")
SHARED_LEVEL = re.compile(r"\s+(?:các cấp|cùng cấp)$")
BEFORE_BODIES = (
    "Ban Thường vụ",
    "Ban Chấp hành",
    "Thường trực",
    "Đảng đoàn",
    "Ban cán sự đảng",
    "Cấp ủy",
    "Văn phòng",
    "Văn phòng thường trực",
    "Thanh tra",
)
NAMED_PERSONS = re.compile(
    r"các (?:tổ chức, |hộ gia đình, )?cá nhân (?:có )?liên quan(?![^\W_])|"
    r"các (?:ông(?:,| và| \(| hoặc)? ?bà\)?|đồng chí|cá nhân|thành viên) có tên (?:tại|ở|trong|trên)"
    r"(?: [^\s,;.:]+){0,4}?"
    r"(?= (?:có trách nhiệm|chịu trách nhiệm|căn cứ|thi hành)|[,;.:]|$)",
    re.I,
)
APPOSITION = re.compile(r"\s*[,–-]\s*")
_POSTS = "|".join(sorted({row[0] for row in rows("posts")} | {"Phó Trưởng ban", "Ủy viên"}, key=len, reverse=True))
BARE_POST = re.compile(rf"(?:Quyền )?(?:{_POSTS})(?: [Tt]hường trực)?(?![^\W_])")
COMMITTEE = re.compile(r"(?:huyện|thành|thị|quận|đảng) ủy(?![^\W_])")
SPACE = re.compile(r"\s+")
ALONE = frozenset(
    (
        "văn phòng",
        "thanh tra sở",
        "ban chỉ đạo",
        "ban quản lý",
        "tổ công tác",
        "tổ giúp việc",
        "ban điều hành",
        "hội đồng",
    )
)
NOT_CLASS_START = re.compile(cue("not-a-class") + r"(?![^\W_])", re.I)


@cache
def automaton() -> ahocorasick.Automaton:
    """Everything that can open a name, in lower case: offices, open heads, posts."""
    automaton = ahocorasick.Automaton()
    entries: dict[str, list[tuple[str, object]]] = {}
    for spelling, office in offices():
        entries.setdefault(spelling, []).append(("office", office))
    for row in rows("heads"):
        entries.setdefault(row[0].lower(), []).append(("head", row))
    for row in rows("posts"):
        entries.setdefault(row[0].lower(), []).append(("post", row))
    for phrase, values in entries.items():
        automaton.add_word(phrase, (len(phrase), values))
    automaton.make_automaton()
    return automaton


@cache
def class_nouns() -> Trie[str]:
    return Trie((row[0].lower(), cell(row, 1)) for row in rows("class_nouns"))


@cache
def complements() -> Trie[bool]:
    return Trie((row[0].lower(), True) for row in rows("complements"))


@cache
def predicates() -> Trie[str]:
    """Words with which a predicate may begin -> verb, adverb, order, role."""
    return Trie((row[0], row[1]) for row in rows("predicates"))


@cache
def sector_tries() -> dict[str, Trie[Office]]:
    heads = {"B": "bộ", "S": "sở", "P": "phòng"}
    return {heads[letter]: Trie(entries) for letter, entries in sector_offices().items()}

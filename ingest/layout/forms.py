"""The fixed words of the form: motto, type of document, "Nơi nhận", marks of authority, posts of signers.

Comes in: one line, folded to lower case without accents (a key), or as it reads. Goes out: what part of the form it is,
or nothing. Sources of the form: Nghị định 30/2020/NĐ-CP (before it Thông tư 01/2011/TT-BNV) for the state, Hướng dẫn
36-HD/VPTW for the Party. It knows no document and no place.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ingest.text.fold import LOWER, UPPER, fold

MOTTO = re.compile(
    r"cong h.a x. h.i chu ngh|x. h.i chu nghia viet|chu nghia viet nam|(?<!\w)dang cong san viet nam$"
    r"|doc ?lap ?[-–.]? ?tu ?do ?[-–.]? ?hanh ?phuc"
)
STATE_MOTTO = re.compile(r"x. h.i chu ngh|chu nghia viet nam")
PARTY_MOTTO = re.compile(r"^dang cong san viet nam\W*$")
_MOTTO_PRINTED = re.compile(
    r"C[ỘOÔQ]NG ?H[ÒÓOÀA]+A? ?X[ÃAÁÀ] H[ỘOÔỒ]I|CỘNG H[OÒ]|ĐẢNG CỘNG SẢN VIỆT NAM|Đ[ộôo]c ?l[ậâạa]p ?[-–]",
    re.IGNORECASE,
)
PLACE_DATE = re.compile(
    rf"(?P<place>(?:(?:TP|Tp|T\.P|tp)\.? ?)?[{UPPER}][\w.]*(?: [\w.'’-]+){{0,6}}?)\s?[,.] ?"
    r"(?:ngày|Ngày|ngay|ngảy|ngày,)"
    r"(?P<date>.{0,24}?(?:tháng|thang|thảng|tháng,).{0,12}?(?:năm|nam|nărn).{0,8})$"
)
PLACE_DATE_KEY = re.compile(r"^[^\d]{2,40}[,.] ?ngay.{0,14}thang.{0,10}nam ?.{0,6}$")
NUMBER_KEY = re.compile(
    r"^(?:(?:luat|bo luat|nghi quyet|phap lenh) )?s[o06é] ?[:.;]? ?(?=[\d.…/⁄-])|^(?:luat )?s[o06] ?[:.](?= |$|\w)"
)
TO = re.compile(r"^kinh gui\b|^kinh g[uo]i ?:|^dong kinh gui")
RECIPIENTS = re.compile(r"^n[o0]i nh.{1,2}n(?= ?[:;.]| *$| {2,})|^noi nhan\b")
SUBJECT = re.compile(r"^v/v\b|^v/ ?v ?[:.]?|^ve viec\b")
FOOTNOTE = re.compile(r"^\[\d{1,3}\]|^\(\d{1,3}\) (?=[A-ZĐ])")
AUTHORITY = re.compile(rf"^(?:(?:TM|T/M|T\.M|KT|K/T|K\.T|TL|T/L|T\.L|TUQ|T/UQ|Q)(?:[.,] ?| )|QUYỀN )(?=[{UPPER}]{{2}})")
ANNEX = re.compile(
    r"^(?P<word>PHỤ LỤC|Phụ lục|PHU LUC|PHỤ BIỂU|Phụ biểu|BIỂU|Biểu|DANH MỤC|MẪU|Mẫu)(?: ?(?P<so>SỐ|Số|số))?"
    r"(?: ?[:.]? ?(?P<number>\d{1,2}[A-Za-z]?|[IVX]{1,5}|[A-Z])(?=$|[ .:,(/-]))?"
)
BASIS_START = re.compile(
    r"^(?:can cu|thuc hien|trien khai|tiep tuc|de |nham |theo |xet |ngay \d|nam \d{4}|trong |thoi gian qua|vua qua|"
    r"sau |tren co so|qua |nhan |hien nay|thi hanh|phat huy|chap hanh|cu the hoa|trong nhung|tinh den|hang nam|"
    r"uy ban nhan dan .{0,60}(?:ban hanh|xay dung|yeu cau|chi thi)|ubnd .{0,60}(?:ban hanh|xay dung|yeu cau))"
)
ISSUER_START = re.compile(
    r"^(?:uy ban|ubnd|chu tich|hoi dong|thu tuong|chinh phu|quoc hoi|bo truong|bo |thu truong|giam doc|tong cuc|"
    r"cuc truong|chanh an|vien truong|ban (?!hanh)|thuong truc|thuong vu|truong ban|tong giam doc|so )"
)
_LETTERS = re.compile(r"[^\W\d_]")
_SMALL = re.compile(r"(?:[a-zß-öø-ÿăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]){3}")
_ONLY_LETTERS = re.compile(r"[^a-z ]")


def document_types() -> dict[str, str]:
    """Folded name -> name, longest first."""
    return _types()[0]


def type_abbreviations() -> dict[str, str]:
    """Abbreviation in numbers ("KH") -> name; the first of several names wins."""
    return _types()[1]


@cache
def _types() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    short: dict[str, str] = {}
    for line in files("ingest.lexicons").joinpath("document_types.tsv").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, abbreviations = line.partition("\t")
        names[fold(name)] = name
        for abbreviation in abbreviations.split("|"):
            if abbreviation:
                short.setdefault(abbreviation, name)
    return dict(sorted(names.items(), key=lambda item: -len(item[0]))), short


# What a line of the form begins with or holds, in any print; a line without any of it is not looked at closely.
MAYBE_FORM = re.compile(r"[Nn]g[aàảã]y|^\W*(?:[SsNK]|T/M|K/T|Phụ|Ph[uụ]|Biểu|Mẫu|[Đđ][oôộ]c)|nam$|phúc|phuc")


def maybe_form(text: str) -> bool:
    """Whether a line may be part of the form at all: a cheap question, asked of every line."""
    return is_caps(text) or MAYBE_FORM.search(text) is not None


def is_caps(text: str) -> bool:
    """A line set in capitals (at least two letters, nine in ten of them capital)."""
    if text.isupper():
        return len(_LETTERS.findall(text[:40])) >= 2
    if _SMALL.search(text, 0, 60):
        return False
    letters = _LETTERS.findall(text)
    upper = sum(1 for c in letters if c.isupper())
    return len(letters) >= 2 and upper >= 0.9 * len(letters)


def type_heading(text: str, key: str) -> tuple[str, int] | None:
    """(type, characters it takes) when the line is the heading of a document: its type word, alone or with the title.

    Alone it may stand in any case; with the title behind it, it must be set in capitals.
    """
    if not text[:1].isupper():
        return None
    words = " ".join(_ONLY_LETTERS.sub(" ", key).split())
    found = _type_pattern().match(words)
    if not found or _WARD.match(text):
        return None
    folded = found[0]
    name = document_types()[folded]
    if len(words) <= len(folded) + 2:
        return (name, len(text)) if text[:3].isupper() or len(text) < 24 else None
    # A longer name may begin like the heading of a shorter one with its title behind it.
    return (name, len(folded)) if text[: len(folded)].isupper() else None


# "PHƯỜNG AN THẠNH" is a ward, though without marks it begins like "phương án".
_WARD = re.compile(r"phường\s", re.I)


@cache
def _type_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:" + "|".join(re.escape(folded) for folded in document_types()) + r")(?= |$)")


def type_word(text: str) -> tuple[str, int] | None:
    """(type, characters) when the line begins with the name of a type, in any case: "Chỉ thị về tổ chức …"."""
    found = _type_pattern().match(fold(text[:40]))
    return (document_types()[found[0]], found.end()) if found and not _WARD.match(text) else None


def motto_at(text: str) -> int | None:
    """Where the motto begins in a line that prints it (0 when the line is the motto)."""
    found = _MOTTO_PRINTED.search(text)
    return found.start() if found else None


@cache
def posts() -> tuple[tuple[str, str], ...]:
    """(folded, name) of posts that sign, longest first."""
    text = files("ingest.lexicons").joinpath("signing_posts.tsv").read_text(encoding="utf-8")
    names = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(sorted(((fold(name), name) for name in names), key=lambda pair: -len(pair[0])))


@cache
def _post_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:" + "|".join(re.escape(key) for key, _ in posts()) + r")(?!\w)")


def post_at(key: str) -> str | None:
    """The post a folded line begins with, or None."""
    found = _post_pattern().match(key)
    return dict(posts())[found[0]] if found else None


def posts_in(key: str) -> list[tuple[int, int, str]]:
    """Every post named in a folded text, in order."""
    names = dict(posts())
    return [(m.start(), m.end(), names[m[0]]) for m in re.finditer(rf"\b{_post_pattern().pattern}", key)]


_NAME = re.compile(
    r"(?:(?:PGS|GS|TS|ThS|BS|KS|CN|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|"
    r"Thẩm phán|Kiểm sát viên)[.,]? ?)*"
    rf"(?P<name>[{UPPER}][{LOWER}'’]*(?: ?[-–] ?| )(?:[{UPPER}][{LOWER}'’.]*(?: ?[-–] ?| )){{0,4}}[{UPPER}][{LOWER}]+)$"
)


def person_name(text: str) -> str | None:
    """A line that is a person's name: two to six capitalised words, nothing else."""
    found = _NAME.match(text.strip(" .*"))
    if not found or len(text) > 45:
        return None
    return found["name"]

"""Who signed, in what post, by whose authority.

Comes in: the text of the signature zone. Goes out: name, post and mark of authority with their places. Where TM. stands
over KT., KT counts: the mark next to the signer. It does not know what was signed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.layout.forms import is_caps, person_name, posts_in
from ingest.recognise.form_text import FormText
from ingest.text.fold import bare
from ingest.text.view import Span

_MARK = re.compile(
    r"(?:^|\n| )(?P<mark>TM|T/M|T\.M|KT|K/T|K\.T|TL|T/L|T\.L|TUQ|T/UQ|Q|QUYỀN)(?:[.,] ?|(?<=/M) | (?=[A-ZĐ]{2}))"
)
_NAMES = {"T/M": "TM", "T.M": "TM", "K/T": "KT", "K.T": "KT", "T/L": "TL", "T.L": "TL", "T/UQ": "TUQ", "QUYỀN": "Q"}
_TITLES = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|Ths|BS|KS|LS|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|"
    r"Thiếu tá|Đại úy|Thượng úy|Trung úy|Bác sĩ|Linh mục)[.,]? ?)+"
)


@dataclass(frozen=True, slots=True)
class Mark:
    value: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Signature:
    """`body`: the words behind TM. ("ỦY BAN NHÂN DÂN"), in whose name it was signed."""

    name: Mark | None = None
    post: Mark | None = None
    authority: Mark | None = None
    body: Mark | None = None


def read_signature(zone: FormText) -> Signature:
    """The signature as printed."""
    text = zone.text
    if not text:
        return Signature()
    name_at, name = _name(zone)
    above = text[: name_at if name_at is not None else len(text)]
    authority: Mark | None = None
    body: Mark | None = None
    last_end = 0
    last_mark = ""
    marks = list(_MARK.finditer(above))
    for i, found in enumerate(marks):
        last_mark = _NAMES.get(found["mark"], found["mark"])
        authority = Mark(last_mark, zone.span(found.start("mark"), found.end("mark")))
        last_end = found.end()
        if last_mark == "TM":
            end = marks[i + 1].start() if i + 1 < len(marks) else _body_end(above, found.end())
            words = " ".join(above[found.end() : end].split())
            if words:
                body = Mark(words, zone.span(found.end(), end))
            last_end = max(last_end, end) if i + 1 == len(marks) else last_end
    return Signature(name, _post(zone, above, last_end, last_mark), authority, body)


def _body_end(above: str, start: int) -> int:
    """The body behind TM. ends where the signer's post begins."""
    key = bare(above)
    lines_end = above.find("\n", start)
    for begin, _, _ in posts_in(key):
        if begin > start and (begin == 0 or above[begin - 1] == "\n"):
            return begin
    return lines_end if lines_end >= 0 else len(above)


def _post(zone: FormText, above: str, start: int, mark: str) -> Mark | None:
    """The signer's post: the first behind the last mark; behind KT. and TL. the one after the post they stand for."""
    key = bare(above)
    found = [p for p in posts_in(key) if p[0] >= start]
    if mark in ("KT", "TL", "TUQ") and found and "\n" not in above[start : found[0][0]].strip(" "):
        skipped = found[0]
        rest = found[1:]
        if not rest:
            return None if skipped[0] - start <= 1 else Mark(skipped[2], zone.span(skipped[0], skipped[1]))
        found = rest
    if not found:
        return None
    begin, end, name = found[0]
    return Mark(name, zone.span(begin, end))


def _name(zone: FormText) -> tuple[int | None, Mark | None]:
    for block, begin in zip(reversed(zone.blocks), reversed(zone.begins), strict=True):
        text = block.text
        if is_caps(text):
            continue
        name = person_name(text)
        if name:
            bare_name = _TITLES.sub("", name).strip()
            at = begin + text.find(bare_name)
            return begin, Mark(bare_name, zone.span(at, at + len(bare_name)))
    return None, None

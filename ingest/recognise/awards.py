"""Awards: the forms of commendation that a document provides for, each with its occasion.

Comes in: a reading of one document. Goes out: one `Award` per form and occasion, found under headings of commendation
only: "Bằng khen của Thủ tướng Chính phủ" for "sơ kết giai đoạn 2022 - 2025". Praise without a form is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.facts import Award
from ingest.layout.model import Block, Kind, Provision
from ingest.lexicons import rows
from ingest.recognise.context import Reading
from ingest.text.fold import fold


def recognise(reading: Reading) -> Iterator[Award]:
    """Every form of commendation once for each occasion, in text order."""
    seen: set[tuple[str, str | None]] = set()
    for award in _walk(reading.layout.body, None, inside=False):
        key = (_key(award.award), award.occasion)
        if key not in seen:
            seen.add(key)
            yield award


def _key(name: str) -> str:
    return fold(name).replace("ubnd", "uy ban nhan dan").replace(" cac ", " ")


_HEADING = re.compile(r"khen thưởng|biểu dương|tôn vinh|danh hiệu|giải thưởng", re.IGNORECASE)
_OCCASION = re.compile(
    r"^\W*(?:khen thưởng\s+)(?P<what>(?:h[ằà]ng năm|định kỳ|đột xuất|thường xuyên|theo chuyên đề|chuyên đề|sơ kết"
    r"|tổng kết|giai đoạn|khi|cuối|năm|thành tích)[^:;.]{0,80}?)\s*(?:\([^()]*\))?\s*[:.;]?\s*$",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"^\W*(?:thủ tục|hồ sơ|trình tự|tuyến trình|thời gian)", re.IGNORECASE)
_RECEIVED = re.compile(r"\b(?:xét\s+)?tặng(?:\s+thưởng)?\s+$", re.IGNORECASE)


@cache
def _names() -> re.Pattern[str]:
    names = sorted((row[0] for row in rows("awards")), key=len, reverse=True)
    joined = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(
        rf"(?<!\w)(?:danh hiệu\s+)?(?P<name>{joined})(?!\w)(?P<of>\s+(?:của"
        rf"|cấp)\s+[^:;.()]{{3,160}}(?:;\s*(?:Chủ tịch|Thủ trưởng|Giám đốc)\s[^:;.()]{{3,100}})?"
        rf"|\s+hạng\s+[^:;.,()]{{2,12}})?",
        re.IGNORECASE,
    )


def _walk(node: Provision, occasion: str | None, *, inside: bool) -> Iterator[Award]:
    head = node.head.text if node.head else ""
    if node.kind in (Kind.CHAPTER, Kind.ANNEX, Kind.ARTICLE):
        occasion, inside = None, False
    if head and len(head) < 200 and _HEADING.search(head):
        inside = True
        said = _OCCASION.match(head)
        if said:
            occasion = " ".join(said["what"].split()).rstrip(" ,")
            occasion = occasion[:1].lower() + occasion[1:]
    if inside and node.kind is not Kind.CHAPTER and not _PAPERS.match(head):
        for block in node.blocks():
            yield from _in_block(block, node.section, occasion)
    for child in node.children:
        yield from _walk(child, occasion, inside=inside)


def _in_block(block: Block, section: str | None, occasion: str | None) -> Iterator[Award]:
    """An award that opens a point, or that somebody gives ("đề nghị Chủ tịch UBND tỉnh tặng Giấy khen")."""
    opened = False
    for found in _names().finditer(block.text):
        before = block.text[: found.start()]
        if not before.strip(" -+*.)(0123456789"):
            opened = True
            end = found.end()
        elif _RECEIVED.search(before) and not opened:
            end = found.end("name")
        else:
            continue
        name = " ".join(block.text[found.start("name") : end].split()).rstrip(" ,")
        name = re.split(r"\s+(?:cho|để|theo|thực hiện|hướng dẫn|xem xét)\s", name)[0]
        yield Award(
            span=block.at(found.start("name"), end),
            section=section,
            rule="award.form",
            reading=name if block.damaged else None,
            award=name,
            occasion=occasion,
        )

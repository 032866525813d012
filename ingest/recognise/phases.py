"""Phases: the periods into which a plan divides its time.

Comes in: a reading of one document. Goes out: one `Phase` per period. A plan that lists phases has those; else the
period in its title is its only one. Terms of office, visions and periods of other papers are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts import Phase
from ingest.layout.model import Block
from ingest.recognise.context import Reading

_YEARS = (
    r"(?:từ\s+)?(?:năm\s+)?(?:[^\s\d]{1,4}\s+)?(?P<a>20\d\d)\s*(?:[-–—]|đến(?:\s+hết)?|tới)\s*(?:năm\s+)?(?P<b>20\d\d)"
)
_LISTED = re.compile(
    rf"^\W*(?P<label>giai đoạn(?:\s+(?:thứ\s+)?(?:\d|[IVX]{{1,3}}|một|hai|ba|nhất))?)\s*[:,(–-]*\s*{_YEARS}\)?",
    re.IGNORECASE,
)
_AND_NEXT = r"(?:[^;.]{0,40}?;?\s*giai đoạn\s+(?P<c>20\d\d)\s*[-–—]\s*(?P<d>20\d\d))?"
_REVIEWED = re.compile(rf"(?:sơ kết|tổng kết)\s+(?:cuối\s+)?(?P<label>giai đoạn)\s+{_YEARS}{_AND_NEXT}", re.IGNORECASE)
_TITLED = re.compile(rf"(?P<label>giai đoạn)\s+{_YEARS}", re.IGNORECASE)


def recognise(reading: Reading) -> Iterator[Phase]:
    """The phases in order of time."""
    listed = {**_found(reading, _REVIEWED), **_found(reading, _LISTED)}
    if not listed:
        for block in reading.layout.title:
            for found in _TITLED.finditer(block.text):
                phase = _phase(block, None, found, "a", "b", "phase.title")
                listed.setdefault((phase.start_year, phase.end_year), phase)
    for years in sorted(listed):
        yield listed[years]


def _found(reading: Reading, pattern: re.Pattern[str]) -> dict[tuple[int, int], Phase]:
    out: dict[tuple[int, int], Phase] = {}
    for _, node in reading.layout.body.walk():
        for block in node.blocks():
            for found in pattern.finditer(block.text):
                groups = found.groupdict()
                for first, last in (("a", "b"), ("c", "d")):
                    if groups.get(first):
                        rule = "phase.listed" if pattern is _LISTED else "phase.reviewed"
                        phase = _phase(block, node.section, found, first, last, rule)
                        if phase.start_year < phase.end_year:
                            out.setdefault((phase.start_year, phase.end_year), phase)
    return out


def _phase(block: Block, section: str | None, found: re.Match[str], first: str, last: str, rule: str) -> Phase:
    label = " ".join(found["label"].split())
    start, end = int(found[first]), int(found[last])
    if not re.search(r"\d|[IVX]$", label):
        label = f"{label.capitalize()} {start} - {end}"
    close = found.end()
    return Phase(
        span=block.at(found.start("label"), close),
        section=section,
        rule=rule,
        reading=" ".join(found[0].split()) if block.damaged else None,
        label=label,
        start_year=start,
        end_year=end,
    )

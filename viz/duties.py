"""Duties to report as a calendar: rows of the query `reporting` in, months and an .ics file out.

Only what a document says becomes a date: a duty without a day stands apart and is never given one. A month without a
day fills the whole month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from hashlib import sha256

from icalendar import Calendar, Event

from viz.rows import Links, Row, sentence_link, text
from viz.strings import Words

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_YEARLY = re.compile(r"--(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """When a duty falls: a day (or a whole month where `day` is None) of one year, or of every year (`year` None)."""

    month: int
    day: int | None
    year: int | None

    def span(self, first_year: int) -> tuple[date, date]:
        """The first day and the day after the last."""
        year = self.year or first_year
        if self.day:
            start = _safe(year, self.month, self.day)
            return start, start + timedelta(days=1)
        return date(year, self.month, 1), date(year + self.month // 12, self.month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty with the moments its document gives."""

    row: Row
    moments: tuple[Moment, ...]
    href: str | None


def duties(rows: Iterable[Row], links: Links) -> list[Duty]:
    return [Duty(row, tuple(_moments(text(row, "due"))), sentence_link(links, row)) for row in rows]


def _moments(due: str) -> Iterable[Moment]:
    for part in due.split(";"):
        value = part.strip()
        if match := _DAY.fullmatch(value):
            found = Moment(int(match[2]), int(match[3]), int(match[1]))
        elif match := _MONTH.fullmatch(value):
            found = Moment(int(match[2]), None, int(match[1]))
        elif match := _QUARTER.fullmatch(value):
            found = Moment(int(match[2]) * 3, None, int(match[1]))
        elif match := _YEARLY.fullmatch(value):
            found = Moment(int(match[1]), int(match[2]) if match[2] else None, None)
        else:
            continue
        if 1 <= found.month <= 12 and (found.day is None or 1 <= found.day <= 31):
            yield found


def by_month(found: Sequence[Duty]) -> dict[int, list[tuple[Moment, Duty]]]:
    """Dated duties under their months, earlier days first; a month without a day comes last."""
    months: dict[int, list[tuple[Moment, Duty]]] = {}
    for duty in found:
        for moment in duty.moments:
            months.setdefault(moment.month, []).append((moment, duty))
    for entries in months.values():
        entries.sort(key=lambda entry: (entry[0].day or 32, entry[0].year or 0, text(entry[1].row, "reporter")))
    return dict(sorted(months.items()))


def undated(found: Sequence[Duty]) -> list[Duty]:
    return [duty for duty in found if not duty.moments]


def ics(found: Sequence[Duty], words: Words, today: date) -> bytes:
    """An iCalendar file. The same duties give the same file on any day: stamps and identifiers come from the rows."""
    calendar = Calendar()
    calendar.add("prodid", "-//daumoi//reporting duties//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words("gaps.duties"))
    for duty in found:
        for moment in duty.moments:
            calendar.add_component(_event(duty, moment, words, today))
    return bytes(calendar.to_ical())


def _event(duty: Duty, moment: Moment, words: Words, today: date) -> Event:
    row = duty.row
    start, end = moment.span(_first_year(row, today))
    event = Event()
    identity = "|".join((text(row, "document"), text(row, "start"), text(row, "reporter"), repr(moment)))
    event.add("uid", f"{sha256(identity.encode()).hexdigest()[:32]}@daumoi")
    event.add("dtstamp", datetime.combine(start, clock()))
    event.add("dtstart", start)
    event.add("dtend", end)
    to = f" → {text(row, 'recipient')}" if text(row, "recipient") else ""
    event.add("summary", f"{words('kind.reporting')}: {text(row, 'reporter')}{to}")
    event.add("description", text(row, "quote"))
    if moment.year is None:
        event.add("rrule", {"freq": "yearly"})
    return event


def _first_year(row: Row, today: date) -> int:
    """A yearly duty begins in the year of its document; where that is unknown, in the present one."""
    given = text(row, "date")[:4]
    return int(given) if given.isdigit() else today.year


def _safe(year: int, month: int, day: int) -> date:
    """29 to 31 in a month too short for it is the month's last day."""
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day, last))

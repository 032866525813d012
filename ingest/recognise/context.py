"""What every recogniser is given: one document's layout, what its header says, and the words it defines itself.

A recogniser is a pure function `recognise(reading: Reading) -> Iterator[SomeFact]`, one room per kind of fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.facts import Header
from ingest.layout.model import DocumentLayout


@dataclass(frozen=True, slots=True)
class Reading:
    """`abbreviations`: short -> long forms, common ones and those the document defines ("gọi tắt là …")."""

    layout: DocumentLayout
    header: Header
    abbreviations: Mapping[str, str] = field(default_factory=dict)

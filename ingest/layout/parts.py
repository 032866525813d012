"""The parts of one document as lines and grids, before they become blocks: zones, and segments of running text.

Plain records passed from step to step of layout; they hold no rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.layout.grids import Item
from ingest.text.reading import Line


@dataclass(slots=True)
class Segment:
    """Running text with a heading of its own: the body, a plan promulgated behind a decision, an annex."""

    kind: str  # "body", "plan", "annex", "after"
    heading: list[Line] = field(default_factory=list)
    label: str | None = None
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Zones:
    """What stands where. `opening`: lines between title and first provision are still in the body's items."""

    header: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    stamps: list[Line] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    recipients: list[list[Line]] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    letter: bool = False

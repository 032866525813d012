"""A scanned page set straight, and the lines ruled on it.

In goes a grey picture, out come the angle that sets it straight, and the long level and upright strokes of ink.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.readers.rules import Rule

Ink = npt.NDArray[np.bool_]

MOST_TILT = 6.0
LEAST_TILT = 0.15
_SMALL = 900  # pixels of width at which tilt is looked for


def ink(picture: Any) -> Ink:
    """Where the picture is dark: darker than halfway between its paper and its print."""
    grey = np.asarray(picture)
    paper, print_ = np.percentile(grey[::7, ::7], (75, 1))
    return np.asarray(grey < (float(paper) * 0.55 + float(print_) * 0.45))


def skew(picture: Any) -> float:
    """Degrees to turn the picture, counter-clockwise, so that its lines are level."""
    small = picture
    if picture.width > _SMALL:
        small = picture.resize((_SMALL, max(1, round(picture.height * _SMALL / picture.width))))
    from PIL import Image

    dark = Image.fromarray((ink(small) * 255).astype(np.uint8))
    coarse = max(np.arange(-MOST_TILT, MOST_TILT + 0.1, 1.0), key=lambda a: _levelness(dark, float(a)))
    fine = max(np.arange(coarse - 0.8, coarse + 0.9, 0.2), key=lambda a: _levelness(dark, float(a)))
    best = float(max(np.arange(fine - 0.15, fine + 0.16, 0.05), key=lambda a: _levelness(dark, float(a))))
    return 0.0 if abs(best) < LEAST_TILT or abs(best) > MOST_TILT else round(best, 2)


def _levelness(dark: Any, angle: float) -> float:
    """How sharply ink changes from row to row: greatest when lines are level."""
    rows = np.asarray(dark.rotate(angle)).sum(axis=1, dtype=np.int64)
    steps = np.diff(rows)
    return float((steps * steps).sum())


def found_rules(dark: Ink) -> list[Rule]:
    """Level and upright strokes of ink that are longer than letters."""
    height, width = dark.shape
    level = _strokes(dark, max(60, width // 30), upright=False)
    upright = _strokes(dark.T, max(60, height // 60), upright=True)
    if len(level) < 2 or len(upright) < 3:
        return []
    return [*level, *upright]


def _strokes(dark: Ink, least: int, *, upright: bool) -> list[Rule]:
    """Runs of ink along the rows at least `least` long, small holes allowed; neighbouring rows make one stroke."""
    padded = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int32)
    np.cumsum(dark, axis=1, out=padded[:, 1:])
    if padded.shape[1] <= least:
        return []
    full = (padded[:, least:] - padded[:, :-least]) >= 0.97 * least
    strokes: list[list[int]] = []  # first row, last row, start, end
    for row in np.flatnonzero(full.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], full[row].astype(np.int8), [0]))))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            _grow(strokes, int(row), int(start), int(stop) + least - 1)
        if len(strokes) > 4000:
            return []
    return [
        Rule(upright, (a + b) / 2, float(s), float(e), b - a + 1.0)
        for a, b, s, e in strokes
        if b - a <= max(12, least // 6)
    ]


def _grow(strokes: list[list[int]], row: int, start: int, end: int) -> None:
    for stroke in reversed(strokes[-200:]):
        if row - stroke[1] <= 3 and start <= stroke[3] + 8 and end >= stroke[2] - 8:
            stroke[1] = row
            stroke[2], stroke[3] = min(stroke[2], start), max(stroke[3], end)
            return
    strokes.append([row, row, start, end])


def without(picture: Any, rules: list[Rule]) -> Any:
    """The picture with the strokes painted over."""
    if not rules:
        return picture
    from PIL import ImageDraw

    out = picture.copy()
    draw = ImageDraw.Draw(out)
    for rule in rules:
        half = rule.breadth / 2 + 2
        if rule.upright:
            draw.rectangle((rule.at - half, rule.start, rule.at + half, rule.end), fill=255)
        else:
            draw.rectangle((rule.start, rule.at - half, rule.end, rule.at + half), fill=255)
    return out

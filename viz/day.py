"""Days as people read them: the contract's dates and deadlines in, "28/11/2022" or "hằng năm, 30/11" out.

A date stays as precise as its source: a month is shown as a month. What has no known form is shown as it is.
"""

from __future__ import annotations

import re

_FULL = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_YEARLY_DAY = re.compile(r"--(\d{2})-(\d{2})")
_YEARLY_MONTH = re.compile(r"--(\d{2})")


def shown(value: object, lang: str = "vi") -> str:
    """One value, or several joined by "; ", as printed on a page."""
    if value is None:
        return ""
    return "; ".join(_one(part.strip(), lang) for part in str(value).split(";") if part.strip())


def _one(value: str, lang: str) -> str:
    vi = lang == "vi"
    if match := _FULL.fullmatch(value):
        return "/".join(reversed(match.groups()))
    if match := _MONTH.fullmatch(value):
        return "/".join(reversed(match.groups()))
    if match := _QUARTER.fullmatch(value):
        return f"quý {match[2]}/{match[1]}" if vi else f"Q{match[2]} {match[1]}"
    if match := _YEARLY_DAY.fullmatch(value):
        return f"{match[2]}/{match[1]} hằng năm" if vi else f"{match[2]}/{match[1]} every year"
    if match := _YEARLY_MONTH.fullmatch(value):
        return f"tháng {match[1]} hằng năm" if vi else f"month {match[1]} every year"
    return value

"""For whom and about what a provision speaks: the audience ("Đối với …") and the theme ("Về …") above it.

Comes in: the layout of one document. Goes out: the setting of every node of its tree. Criteria and targets take it
from here; it knows nothing of either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.layout.model import DocumentLayout, Kind, Provision


@dataclass(frozen=True, slots=True)
class Setting:
    """`audience` and `theme` as printed, without "Đối với" and "Về". `judged`: a heading announces criteria."""

    audience: str | None
    theme: str | None
    judged: bool = False


_AUDIENCE = re.compile(r"^\s*(?:-\s*)?đối với\s+(?P<who>.{2,240}?)\s*[:.;]?\s*$", re.IGNORECASE | re.DOTALL)
_PERSONS = re.compile(r"^\s*(?:mỗi |các )?cá nhân\s*$", re.IGNORECASE)
_THEME = re.compile(r"^\s*(?:về|trong lĩnh vực)\s+(?:việc\s+|lĩnh vực\s+|công tác\s+)?(?P<what>.{3,160}?)\s*[:.;]?\s*$", re.IGNORECASE | re.DOTALL)
_CRITERIA = re.compile(r"tiêu chí|tiêu chuẩn (?:thi đua|bình xét|xét)|nội dung thi đua đối với", re.IGNORECASE)
_AWARDS = re.compile(r"khen thưởng|danh hiệu|hình thức|hồ sơ|thủ tục", re.IGNORECASE)
_GROUP = re.compile(
    r"^\s*(?P<who>(?:các\s+)?(?:cán bộ|công chức|viên chức|người dân|nhân dân|đối tượng khác|doanh nghiệp|doanh nhân|hộ gia đình|người lao động|học sinh|tập thể)[^.;:()]{0,60}?)\s*:?\s*$",
    re.IGNORECASE,
)


def settings(layout: DocumentLayout) -> dict[int, Setting]:
    """id(node) -> its setting, for every node of the tree."""
    out: dict[int, Setting] = {}
    _fill(layout.body, Setting(None, None), out)
    return out


def _fill(node: Provision, above: Setting, out: dict[int, Setting]) -> None:
    own = _own(node, above)
    out[id(node)] = own
    for child in node.children:
        _fill(child, own, out)


def _own(node: Provision, above: Setting) -> Setting:
    if node.kind in (Kind.CHAPTER, Kind.ANNEX, Kind.ARTICLE):
        above = Setting(None, None)
    head = node.head.text if node.head else ""
    if not head or len(head) > 260:
        return above
    audience = _AUDIENCE.match(head)
    if audience:
        who = " ".join(audience["who"].split())
        return replace(above, audience=who, theme=None)
    theme = _THEME.match(head)
    if theme and (node.children or node.paragraphs):
        return replace(above, theme=" ".join(theme["what"].split()))
    group = _GROUP.match(head)
    if group and above.audience and _PERSONS.match(above.audience) and (node.children or node.paragraphs):
        return replace(above, audience=" ".join(group["who"].split()))
    if _CRITERIA.search(head) and len(head) < 160:
        return Setting(None, None, judged=True)
    if _AWARDS.search(head) and len(head) < 120:
        return Setting(None, None)
    return above

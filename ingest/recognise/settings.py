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


_AUDIENCE = re.compile(r"^\s*(?:-\s*)?đối với\s+(?P<who>[^:;]{2,240}?)\s*[:.;]?\s*$", re.IGNORECASE | re.DOTALL)
_THEME = re.compile(
    r"^\s*(?:về|trong lĩnh vực)\s+(?:việc\s+|lĩnh vực\s+|công tác\s+)?(?P<what>.{3,160}?)\s*[:.;]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_DAMAGED_THEME = re.compile(r"^\s*v[^\W\d]{1,2}\s+(?P<what>[^;.]{3,160}?)\s*:\s*$", re.IGNORECASE)
_REQUESTED = re.compile(r"^\s*đề nghị\s+(?P<who>[^:;.]{3,200}?)\s*:?\s*$", re.IGNORECASE)
# A lead-in: "…, đạt các tiêu chuẩn sau:".
_STANDARD = re.compile(
    r"(?:tiêu chuẩn|tiêu chí|điều kiện)(?:\s+(?:sau|sau đây|như sau|dưới đây|cụ thể sau))\s*:\s*$", re.IGNORECASE
)
_CRITERIA = re.compile(r"tiêu chí|tiêu chuẩn (?:thi đua|bình xét|xét)|nội dung thi đua đối với", re.IGNORECASE)
_AWARDS = re.compile(r"\W*(?:các )?(?:hình thức|tiêu chuẩn|khen thưởng|danh hiệu|hồ sơ|thủ tục)\b", re.IGNORECASE)
_GROUPS = (
    r"(?:các\s+|mỗi\s+)?(?:(?:cán bộ|công chức|viên chức|lao động|người lao động|đảng viên|đoàn viên|hội viên"
    r"|người dân|nhân dân|đối tượng khác"
    r"|các đối tượng khác|doanh nhân|trí thức|hộ gia đình|học sinh|sinh viên)(?:\s*,\s*|\s+và\s+)?)+"
)
_GROUP = re.compile(rf"^\s*(?P<who>{_GROUPS})\s*(?:\([^()]{{0,240}}\))?\s*:?\s*", re.IGNORECASE)
PERSONS = re.compile(
    r"^\s*(?:mỗi |các |từng )?cá nhân\s*$|^(?:các |mỗi )?(?:cán bộ|công chức|viên chức|người dân|nhân dân"
    r"|đối tượng khác)",
    re.IGNORECASE,
)


def _announces_standard(head: str) -> bool:
    return head.rstrip().endswith(":") and _STANDARD.search(head) is not None


def opening_group(text: str) -> tuple[str, int] | None:
    """ "Người dân: sử dụng …" -> ("Người dân", where the rest begins)."""
    found = _GROUP.match(text)
    return (" ".join(found["who"].split()).rstrip(" ,"), found.end()) if found else None


_CLASS = re.compile(
    r"^\W*(?:tặng cho |đối với )?(?P<who>(?:các\s+)?(?:cá nhân|tập thể|xã|phường|huyện|sở|ban|cơ quan|đơn vị"
    r"|địa phương|doanh nghiệp|tổ chức)[^:;.]{0,60}?)"
    r"(?=\s*(?::|;|\.|,?\s+(?:được|có|đạt|nội bộ|thực hiện|hoàn thành|trực thuộc|tham gia)\b))",
    re.IGNORECASE,
)


def opening_class(text: str) -> tuple[str, int] | None:
    """ "Tặng cho xã, phường thuộc tỉnh nội bộ đoàn kết, …" -> ("xã, phường thuộc tỉnh", where it ends)."""
    found = _CLASS.match(text)
    return (" ".join(found["who"].split()).split(", các phòng")[0].rstrip(" ,"), found.end()) if found else None


def sets_the_scene(node: Provision, above: Setting) -> bool:
    """Whether the head of a node only names an audience, a theme or a heading, and is no point of its own."""
    head = node.head.text if node.head else ""
    if _announces_standard(head) and node.children:
        return True
    if above.judged and node.children and (_REQUESTED.match(head) or head.rstrip().endswith(":")):
        return True
    if _AUDIENCE.match(head) or (_THEME.match(head) and (node.children or node.paragraphs)):
        return True
    group = opening_group(head)
    if group and group[1] >= len(head.rstrip()):
        return True
    return bool(_CRITERIA.search(head) and len(head) < 160) or not above.judged


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
    if not head or len(head) > (600 if _announces_standard(head) else 260):
        return above
    audience = _AUDIENCE.match(head)
    if audience:
        who = " ".join(audience["who"].split())
        return replace(above, audience=who, theme=None)
    standard = _announces_standard(head)
    if standard and node.children:
        named = opening_group(head) or opening_class(head)
        return Setting(named[0] if named else above.audience, None, judged=True)
    asked = _REQUESTED.match(head)
    if asked and above.judged and node.children:
        return replace(above, audience=" ".join(asked["who"].split()), theme=None)
    theme = _THEME.match(head)
    if theme is None and node.head and node.head.damaged and head.rstrip().endswith(":"):
        theme = _DAMAGED_THEME.match(head)
    if theme and (node.children or node.paragraphs):
        return replace(above, theme=" ".join(theme["what"].split()))
    group = opening_group(head)
    if group and above.audience and PERSONS.match(above.audience) and group[1] >= len(head.rstrip()):
        return replace(above, audience=group[0])
    if _CRITERIA.search(head) and len(head) < 160:
        return Setting(None, None, judged=True)
    if _AWARDS.match(head) and len(head) < 120:
        return Setting(None, None)
    return above

"""Who gets a copy: each line under "Nơi nhận", with its purpose in brackets.

Comes in: a reading. Goes out: one `Recipient` for each line, its name without bullet, purpose and closing mark. It
informs; it assigns nothing, so names stay as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts import Recipient
from ingest.recognise.context import Reading

_PURPOSE = re.compile(
    r"\s*\(\s*(?:(?P<inner>[^()]{1,40}?)\s*[-–,]\s*)?(?P<purpose>(?:để\s+)?(?:b/c|b\.c|bc|báo cáo|t/h|th|"
    r"thực hiện|p/h|phối hợp|chỉ đạo|biết|theo dõi|đăng tải|đăng báo|đăng|kiểm tra|giám sát|thay b/c|thay báo cáo|lưu|"
    r"phối hợp chỉ đạo|tham mưu|triển khai|tổ chức thực hiện|phổ biến|công bố|chuyển)[^()]{0,40})\s*\)\s*",
    re.IGNORECASE,
)
_THROUGH = re.compile(r" ?\((?:qua|thông qua) [^()]{2,60}\)$")


def recognise(reading: Reading) -> Iterator[Recipient]:
    """The recipients, in order."""
    for block in reading.layout.recipients:
        text = block.text
        purpose = None
        end = len(text.rstrip(" ;.,:"))
        brackets = list(_PURPOSE.finditer(text))
        found = brackets[-1] if brackets else None
        name = text[:end]
        if found:
            purpose = " ".join(found["purpose"].split())
            kept = f" ({found['inner'].strip()})" if found["inner"] else ""
            name = text[: found.start()] + (kept if not text[found.end() :].strip(" ;.,") else "")
            if found["inner"]:
                name = text[: found.start()]
        name = _THROUGH.sub("", " ".join(name.split())).strip(" ;.,:*")
        if not re.search(r"[^\W\d_]{2}", name):
            continue
        yield Recipient(
            span=block.at(0, max(1, end)),
            section=None,
            rule="recipients.line",
            reading=text if block.damaged else None,
            name=name,
            purpose=purpose,
        )

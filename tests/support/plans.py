"""Short documents of the genre, made up, for tests of the recognisers."""

from __future__ import annotations

from ingest.facts import Source
from ingest.layout import lay_out
from ingest.recognise.abbreviations import abbreviations
from ingest.recognise.context import Reading
from ingest.recognise.header import recognise_header

HEAD = """ỦY BAN NHÂN DÂN
TỈNH HÀ NAM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND
Hà Nam, ngày 12 tháng 3 năm 2024

KẾ HOẠCH
Triển khai thực hiện công tác thử nghiệm

"""
TAIL = """

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn A
"""


def source(text: str) -> Source:
    return Source("a.txt", "0" * 64, text, "test 1")


def read(text: str) -> Reading:
    """The reading of the first document of a text."""
    made = source(text)
    layout = lay_out(made)[0]
    return Reading(layout, recognise_header(layout, made), abbreviations(layout))


def plan(body: str) -> tuple[str, Reading]:
    """A plan of a province with this opening and body: (its text, its reading)."""
    text = HEAD + body + TAIL
    return text, read(text)

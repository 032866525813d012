"""Whatever stands in a document: no recogniser raises, and every fact lies in the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.recognise import awards, criteria, phases, references, reporting, targets
from tests.support.plans import HEAD, TAIL, read

WORDS = st.sampled_from(
    [
        "Thực hiện", "Căn cứ", "Kế hoạch số", "12/KH-UBND", "02-CTr/TU", "ngày 03/4/2023", "của",
        "Ủy ban nhân dân tỉnh", "Sở Nội vụ", "báo cáo", "về", "để tổng hợp", "phản ánh", "(qua", ")", ";", ",",
        ".", ":", "-", "+", "1.", "a)", "I.", "Đối với", "Về", "tiêu chí", "khen thưởng", "Bằng khen", "giai đoạn",
        "2022 - 2025", "phấn đấu", "đạt", "trên", "95%", "20 mô hình", "đến năm 2025", "hằng năm", "trước", "Luật",
        "Luật sửa đổi, bổ sung", "Nghị quyết Đại hội", "lần thứ", "XVII", "thay thế", "Quyết định", "này", "“",
        "”", "\n", "\n\n",
    ]
)  # fmt: skip


ROOMS = (references, targets, reporting, criteria, phases, awards)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_any_words(words: list[str]) -> None:
    text = HEAD + "I. NỘI DUNG\n\n" + " ".join(words) + TAIL
    reading = read(text)
    for room in ROOMS:
        for fact in room.recognise(reading):
            assert 0 <= fact.span.start < fact.span.end <= len(text)

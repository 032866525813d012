"""The role a clause gives its subject: which word governs, and which only looks as if it did."""

from __future__ import annotations

import pytest

from ingest.facts import Role
from ingest.recognise.roles import find_role


@pytest.mark.parametrize(
    ("clause", "role", "words"),
    [
        ("chủ trì, phối hợp với sở tài chính xây dựng kế hoạch", Role.LEAD, "chủ trì"),
        ("tổ chức chủ trì triển khai", Role.LEAD, "chủ trì"),
        ("phối hợp với sở nội vụ kiểm tra", Role.COORDINATE, "phối hợp"),
        ("tham mưu ủy ban nhân dân tỉnh ban hành kế hoạch", Role.ADVISE, "tham mưu"),
        ("là cơ quan thường trực, theo dõi việc thực hiện", Role.STANDING, "là cơ quan thường trực"),
        ("theo dõi, đôn đốc việc thực hiện kế hoạch này", Role.MONITOR, "theo dõi, đôn đốc"),
        ("kiểm tra, giám sát việc thực hiện", Role.MONITOR, "kiểm tra, giám sát"),
    ],
)
def test_role_words(clause: str, role: Role, words: str) -> None:
    hit = find_role(clause, ())
    assert hit is not None
    assert (hit.role, clause[hit.start : hit.end]) == (role, words)


@pytest.mark.parametrize(
    "clause",
    [
        "phát huy sự phối hợp của các cấp",
        "nâng cao hiệu quả công tác phối hợp giữa các ngành",
        "chủ trì hội nghị triển khai",
        "tuyên truyền đến người dân",
        "xây dựng quy chế phối hợp",
        "bố trí kinh phí cho cơ quan chủ trì",
    ],
)
def test_nouns_and_meetings_give_no_role(clause: str) -> None:
    assert find_role(clause, ()) is None


def test_what_others_are_told_gives_no_role() -> None:
    clause = "chỉ đạo phòng nội vụ phối hợp với công an huyện rà soát"
    names = ((8, 20), (34, 47))
    assert find_role(clause, names) is None

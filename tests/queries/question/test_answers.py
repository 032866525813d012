"""Answers on the sample documents, read from them by eye: who, what, when, by which document, and who not."""

from __future__ import annotations

from datetime import date

import pytest

from queries.question.model import Intent, Outcome
from tests.queries.question.asking import ask, column

LANG_SON, THANH_MIEN, SA_DEC = "tỉnh Lạng Sơn", "huyện Thanh Miện", "thành phố Sa Đéc"


@pytest.mark.parametrize(
    ("question", "bodies", "role"),
    [
        ("Ai chủ trì hạ tầng số ở tỉnh Lạng Sơn?", [f"Sở Thông tin và Truyền thông {LANG_SON}"], "lead"),
        ("Cho hỏi ai phụ trách hạ tầng số ở huyện Thanh Miện?", [f"Phòng Văn hóa và Thông tin {THANH_MIEN}"], "lead"),
        ("don vi nao lam dau moi ha tang so o thanh mien a", [f"Phòng Văn hóa và Thông tin {THANH_MIEN}"], "lead"),
        ("Which office leads digital infrastructure in Thanh Mien district?",
         [f"Phòng Văn hóa và Thông tin {THANH_MIEN}"], "lead"),
        ("Đơn vị nào làm đầu mối hạ tầng số ở TP. Sa Đéc?", [f"Phòng Văn hóa và Thông tin {SA_DEC}"], "perform"),
        ("who is in charge of roads in Sa Dec?", [f"Phòng Quản lý đô thị {SA_DEC}"], "perform"),
        ("who is in charge of roads in Thanh Mien?", [f"Phòng Kinh tế và Hạ tầng {THANH_MIEN}"], "lead"),
        ("ha tang gaio thong o h. thanh mien ai lo", [f"Phòng Kinh tế và Hạ tầng {THANH_MIEN}"], "lead"),
        ("UBND h. Thanh Miện giao phòng nào chủ trì hạ tầng nông nghiệp?",
         [f"Phòng Nông nghiệp và Phát triển nông thôn {THANH_MIEN}"], "lead"),
        ("Những sở nào chủ trì hạ tầng xã hội ở Lạng Sơn?",
         [f"Sở Y tế {LANG_SON}", f"Sở Khoa học và Công nghệ {LANG_SON}", f"Sở Giáo dục và Đào tạo {LANG_SON}",
          f"Sở Văn hóa, Thể thao và Du lịch {LANG_SON}"], "lead"),
    ],
)  # fmt: skip
def test_who_leads(question: str, bodies: list[str], role: str) -> None:
    reply = ask(question)
    assert reply.outcome is Outcome.ANSWERED
    found = column(reply)
    assert set(bodies) <= set(found)
    assert len(found) <= len(bodies) + (1 if "roads" in question else 0)  # Sa Đéc's building unit has roads too
    assert role in column(reply, "role")
    assert all(a.values["quote"] for a in reply.answers)


def test_no_lead_named_is_said() -> None:
    """Sa Đéc's clause has no chủ trì: the actual role is given, and the text says that no lead is named."""
    reply = ask("Ai chủ trì hạ tầng số ở thành phố Sa Đéc?")
    assert column(reply, "role") == ["perform"]
    assert "không nêu cơ quan chủ trì" in reply.text
    assert "No lead is named" in ask("Who leads digital infrastructure in Sa Đéc?").text


def test_a_broad_field_lists_its_narrower_ones() -> None:
    fields = set(column(ask("Những sở nào chủ trì hạ tầng ở tỉnh Lạng Sơn?"), "field"))
    assert {"transport", "energy", "digital", "postal", "social", "climate"} <= fields


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì hạ tầng số ở huyện Tam Đường?",
        "Ai phụ trách hạ tầng số ở phường Chiềng Sinh?",
        "Who leads digital transformation in Thanh Miện district?",
        "Ai chủ trì xây dựng sân bay ở tỉnh Lạng Sơn?",
    ],
)
def test_not_assigned(question: str) -> None:
    """What the held plans of a place give to nobody is said so, and nothing is borrowed from another place."""
    reply = ask(question)
    assert reply.outcome is Outcome.NOT_ASSIGNED
    assert reply.answers == ()
    assert all(a.values["status"] == "default" for a in reply.defaults)


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("Ai chủ trì hạ tầng số ở tỉnh Bắc Lĩnh?", Outcome.PLACE_UNKNOWN),
        ("Who leads digital infrastructure in Springfield district?", Outcome.PLACE_UNKNOWN),
        ("Which department leads transport in Nam Vinh province?", Outcome.PLACE_UNKNOWN),
        ("Ai chủ trì hạ tầng số ở huyện Tam Dương?", Outcome.NO_DOCUMENTS),
        ("Sở nào chủ trì hạ tầng số ở tỉnh Quảng Ninh?", Outcome.NO_DOCUMENTS),
        ("Ai chủ trì hạ tầng số ở huyện Châu Thành?", Outcome.AMBIGUOUS),
        ("Kế hoạch 999/KH-UBND giao sở nào chủ trì hạ tầng số?", Outcome.DOCUMENT_UNKNOWN),
        ("Bộ Phép thuật phải làm gì?", Outcome.BODY_UNKNOWN),
        ("Ai chủ trì thám hiểm mặt trăng?", Outcome.FIELD_UNKNOWN),
        ("xin chào", Outcome.NOT_UNDERSTOOD),
        ("", Outcome.NOT_UNDERSTOOD),
        ("???", Outcome.NOT_UNDERSTOOD),
    ],
)
def test_why_there_is_no_answer(question: str, outcome: Outcome) -> None:
    reply = ask(question)
    assert reply.outcome is outcome
    assert reply.answers == ()
    assert reply.text


def test_shared_name_gives_candidates_with_what_they_lie_in() -> None:
    candidates = ask("Ai chủ trì hạ tầng số ở huyện Châu Thành?").candidates
    assert len(candidates) > 3
    assert all(c.kind == "place" and c.within for c in candidates)


def test_examples_of_not_understood_do_work() -> None:
    for question in ("xin chào", "hello there"):
        examples = ask(question).examples
        assert len(examples) == 3
        for example in examples:
            assert ask(example).outcome is Outcome.ANSWERED, example


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Sở TTTT Lạng Sơn làm những gì?", f"Sở Thông tin và Truyền thông {LANG_SON}"),
        ("stttt lang son lam gi", f"Sở Thông tin và Truyền thông {LANG_SON}"),
        ("Sở KH&ĐT tỉnh Lạng Sơn được giao việc gì?", f"Sở Kế hoạch và Đầu tư {LANG_SON}"),
        ("so tai chinn tinh lang son lam gi", f"Sở Tài chính {LANG_SON}"),
        ("What does the Department of Construction of Lạng Sơn do?", f"Sở Xây dựng {LANG_SON}"),
        ("phong van hoa thong tin h. thanh mien phu trach linh vuc nao", f"Phòng Văn hóa và Thông tin {THANH_MIEN}"),
        ("Công chức Kế toán phường Chiềng Sinh làm gì?", "Công chức Kế toán phường Chiềng Sinh"),
    ],
)
def test_what_a_body_does(question: str, label: str) -> None:
    reply = ask(question)
    assert reply.outcome is Outcome.ANSWERED
    assert column(reply) == [label]
    assert reply.understood.body == label


def test_a_shorter_name_is_not_taken_for_a_longer_one() -> None:
    """Sa Đéc names a Phòng Kinh tế; a Phòng Kinh tế và Hạ tầng there is unknown, not that one."""
    reply = ask("Phòng Kinh tế và Hạ tầng thành phố Sa Đéc làm gì?")
    assert reply.outcome is Outcome.BODY_UNKNOWN


def test_a_commune_has_what_its_district_gives_to_all_communes() -> None:
    reply = ask("Xã Đoàn Tùng, huyện Thanh Miện được giao những việc gì?")
    assert reply.outcome is Outcome.ANSWERED
    assert column(reply, "status") == ["inferred"]
    assert column(reply) == ["Các xã, thị trấn"]


@pytest.mark.parametrize(
    ("question", "recipient"),
    [
        ("Hằng năm các cơ quan ở Lạng Sơn báo cáo kết quả phong trào về sở nào?", f"Sở Nội vụ {LANG_SON}"),
        ("Trước ngày nào các đơn vị của huyện Thanh Miện phải báo cáo, báo cáo về đâu?", f"Phòng Nội vụ {THANH_MIEN}"),
        ("To which division do agencies in Sa Đéc report the results each year?", f"Phòng Nội vụ {SA_DEC}"),
    ],
)
def test_reporting(question: str, recipient: str) -> None:
    reply = ask(question)
    assert reply.outcome is Outcome.ANSWERED
    assert column(reply, "recipient") == [recipient]


def test_a_report_on_something_else_is_not_answered() -> None:
    assert ask("Ở tỉnh Lạng Sơn, kết quả thi tốt nghiệp báo cáo về đâu?").outcome is Outcome.NOT_ASSIGNED


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Đến năm 2025 tỷ lệ che phủ rừng của tỉnh Lạng Sơn đạt bao nhiêu?", 65),
        ("lang son giai ngan bao nhieu % von dau tu cong", 100),
        ("What percentage of forest cover does Lạng Sơn aim for by 2025?", 65),
    ],
)
def test_targets(question: str, value: float) -> None:
    reply = ask(question)
    assert reply.outcome is Outcome.ANSWERED
    assert value in column(reply, "value")


def test_chain() -> None:
    reply = ask("Kế hoạch của huyện Thanh Miện thực hiện quyết định nào của Thủ tướng Chính phủ?")
    assert column(reply, "number") == ["1478/QĐ-TTg"]
    assert {row["number"] for row in reply.chain} >= {"1478/QĐ-TTg", "580/KH-UBND"}
    relayed = ask("Công văn 79/VKS-VP của Viện kiểm sát nhân dân tỉnh Lạng Sơn triển khai kế hoạch nào?")
    assert column(relayed, "number") == ["08/KH-UBND"]


def test_documents() -> None:
    assert column(ask("Kế hoạch của phường Chiềng Sinh số bao nhiêu, ngày nào?"), "number") == ["55/KH-UBND"]


def test_the_day_in_the_question_and_beside_it() -> None:
    question = "Ai chủ trì hạ tầng số ở huyện Thanh Miện{}?"
    assert ask(question.format(" hiện nay")).understood.on == date(2026, 1, 15)
    assert ask(question.format(" năm 2023")).understood.on == date(2023, 12, 31)
    given = ask(question.format(" năm 2023"), on=date(2025, 8, 1))
    assert given.understood.on == date(2025, 8, 1)
    assert given.answers[0].today  # the district ended on 1 July 2025
    assert not ask(question.format(" năm 2024")).answers[0].today
    assert ask("Ai chủ trì hạ tầng số ở phường Chiềng Sinh?", on=date(2019, 1, 1)).outcome is Outcome.NO_DOCUMENTS


def test_language_of_the_text_may_be_chosen() -> None:
    reply = ask("Ai chủ trì hạ tầng số ở huyện Thanh Miện?", lang="en")
    assert reply.understood.lang == "en"
    assert reply.understood.intent is Intent.WHO_LEADS

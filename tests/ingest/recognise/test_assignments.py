"""Who has to do what: made-up paragraphs of the genre and exactly the assignments they hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import Assignment, Level, Modality, Role
from ingest.recognise.assignments import recognise
from tests.sample import facts
from tests.support.plans import HEAD, TAIL, plan, read

Brief = tuple[str, str | None, list[str], str]

OFFICE = "Sở Nội vụ tỉnh Hà Nam"
FINANCE = "Sở Tài chính tỉnh Hà Nam"
DISTRICTS = "Ủy ban nhân dân các huyện, thành phố"


def found(body: str) -> list[Assignment]:
    _, reading = plan(body)
    return list(recognise(reading))


def brief(fact: Assignment) -> Brief:
    return fact.role.value, fact.section, [mention.body.label for mention in fact.bodies], fact.task


def briefs(body: str) -> list[Brief]:
    return [brief(fact) for fact in found(body)]


def test_a_heading_names_who_does_the_items_below() -> None:
    assert briefs(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\na) Xây dựng kế hoạch đào tạo công chức.\n\n"
        "b) Hướng dẫn các địa phương thực hiện.\n\n2. Ủy ban nhân dân các huyện, thành phố\n\n"
        "- Tuyên truyền đến người dân.\n\n- Bố trí kinh phí thực hiện."
    ) == [
        ("perform", "II.1.a", [OFFICE], "Xây dựng kế hoạch đào tạo công chức"),
        ("perform", "II.1.b", [OFFICE], "Hướng dẫn các địa phương thực hiện"),
        ("perform", "II.2", [DISTRICTS], "Tuyên truyền đến người dân"),
        ("perform", "II.2", [DISTRICTS], "Bố trí kinh phí thực hiện"),
    ]


def test_a_sentence_names_its_own_body_under_another_heading() -> None:
    assert briefs("II. TỔ CHỨC THỰC HIỆN\n\n1. Giao Sở Nội vụ hướng dẫn. Sở Tài chính bố trí kinh phí.") == [
        ("perform", "II.1", [OFFICE], "hướng dẫn"),
        ("perform", "II.1", [FINANCE], "bố trí kinh phí"),
    ]


def test_a_body_before_a_colon() -> None:
    assert briefs("II. TỔ CHỨC THỰC HIỆN\n\n- Sở Nội vụ, Sở Tài chính: Rà soát các quy định hiện hành.") == [
        ("perform", "II", [OFFICE, FINANCE], "Rà soát các quy định hiện hành"),
    ]


def test_lead_partners_deadline() -> None:
    (fact,) = found(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các cơ quan liên quan"
        " xây dựng kế hoạch cải cách hành chính, hoàn thành trước ngày 30/6/2024."
    )
    assert fact.role is Role.LEAD
    assert [mention.body.label for mention in fact.bodies] == [OFFICE]
    assert [body.label for body in fact.partners] == [FINANCE, "Các cơ quan liên quan"]
    assert fact.deadline == "2024-06-30"
    assert fact.fields == ("administrative-reform",)
    assert fact.rule == "assignment.subject.lead"


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Sở Nội vụ phối hợp với Sở Tài chính rà soát hồ sơ.", Role.COORDINATE),
        ("Sở Nội vụ tham mưu Ủy ban nhân dân tỉnh ban hành kế hoạch.", Role.ADVISE),
        ("Giao Sở Nội vụ theo dõi, đôn đốc việc thực hiện Kế hoạch này.", Role.MONITOR),
        ("Giao Sở Nội vụ là cơ quan thường trực, giúp việc cho Ban Chỉ đạo tỉnh.", Role.STANDING),
        ("Sở Nội vụ tổ chức tập huấn cho cán bộ.", Role.PERFORM),
    ],
)
def test_roles(sentence: str, role: Role) -> None:
    (fact,) = found(f"II. TỔ CHỨC THỰC HIỆN\n\n1. {sentence}")
    assert (fact.role, fact.rule) == (role, f"assignment.subject.{role.value}")


@pytest.mark.parametrize(
    "body",
    [
        "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh vận động nhân dân hưởng ứng.",
        "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh\n\n- Vận động nhân dân hưởng ứng.",
        "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh:\n\na) Vận động nhân dân hưởng ứng.",
    ],
)
def test_what_is_requested(body: str) -> None:
    (fact,) = found(f"II. TỔ CHỨC THỰC HIỆN\n\n{body}")
    assert fact.modality is Modality.REQUESTED
    assert fact.bodies[0].body.label == "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Nam"


def test_a_lead_in_reaches_the_items_below() -> None:
    posts = ["Giám đốc các Sở", "Chủ tịch Ủy ban nhân dân các huyện, thành phố"]
    assert briefs(
        "II. TỔ CHỨC THỰC HIỆN\n\nGiám đốc các Sở, Chủ tịch UBND các huyện, thành phố tập trung thực hiện các"
        " nhiệm vụ sau:\n\n1. Rà soát thủ tục hành chính.\n\n2. Bố trí kinh phí bảo đảm."
    ) == [
        ("perform", "II.1", posts, "Rà soát thủ tục hành chính"),
        ("perform", "II.2", posts, "Bố trí kinh phí bảo đảm"),
    ]


def test_label_lines() -> None:
    (fact,) = found(
        "I. NHIỆM VỤ\n\n1. Phát triển hạ tầng số\n\n- Cơ quan chủ trì: Sở Nội vụ.\n\n- Cơ quan phối hợp: Sở Tài chính,"
        " các doanh nghiệp viễn thông.\n\n- Thời gian thực hiện: Quý II/2024."
    )
    assert brief(fact) == ("lead", "I.1", [OFFICE], "Phát triển hạ tầng số")
    assert [body.label for body in fact.partners] == [FINANCE, "Các doanh nghiệp viễn thông"]
    assert (fact.deadline, fact.fields, fact.rule) == ("2024-Q2", ("digital",), "assignment.label.lead")


def test_a_comment_in_brackets_does_not_end_the_labels() -> None:
    (fact,) = found(
        "I. NHIỆM VỤ\n\n1. Lập cơ sở dữ liệu\n\n- Cơ quan chủ trì: Sở Nội vụ.\n\n(Sở Nội vụ có thể thuê tư vấn).\n\n"
        "- Cơ quan phối hợp: Sở Tài chính."
    )
    assert [body.label for body in fact.partners] == [FINANCE]


def test_an_order_in_brackets_behind_the_task() -> None:
    (fact,) = found(
        "I. NHIỆM VỤ\n\n1. Xây dựng cơ sở dữ liệu dùng chung (giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính)."
    )
    assert brief(fact) == ("lead", "I.1", [OFFICE], "Xây dựng cơ sở dữ liệu dùng chung")
    assert [body.label for body in fact.partners] == [FINANCE]
    assert fact.rule == "assignment.bracket.lead"


def test_a_table_of_tasks() -> None:
    _, reading = plan(
        "I. PHÂN CÔNG NHIỆM VỤ\n\n| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |\n"
        "|---|---|---|---|---|\n| 1 | Nâng cấp mạng cáp quang | Sở Nội vụ | Sở Tài chính | Quý II/2024 |\n"
        "| 2 | Tập huấn kỹ năng số | UBND các huyện, thành phố | | Quý III/2024 |"
    )
    tasks = list(recognise(reading))
    assert [(fact.role, [m.body.label for m in fact.bodies], fact.task, fact.deadline) for fact in tasks] == [
        (Role.LEAD, [OFFICE], "Nâng cấp mạng cáp quang", "2024-Q2"),
        (Role.LEAD, [DISTRICTS], "Tập huấn kỹ năng số", "2024-Q3"),
    ]
    assert [body.label for body in tasks[0].partners] == [FINANCE]
    assert tasks[0].rule == "assignment.table.lead"


def test_the_closing_article() -> None:
    (fact,) = found(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Nội vụ, Tài chính và Thủ trưởng các cơ"
        " quan liên quan chịu trách nhiệm thi hành Kế hoạch này."
    )
    assert brief(fact)[2] == [
        "Chánh Văn phòng Ủy ban nhân dân tỉnh Hà Nam",
        f"Giám đốc {OFFICE}",
        f"Giám đốc {FINANCE}",
        "Thủ trưởng các cơ quan liên quan",
    ]
    assert fact.role is Role.PERFORM


@pytest.mark.parametrize(
    "body",
    [
        "I. MỤC ĐÍCH\n\n1. Nâng cao nhận thức của các sở, ban, ngành.\n\n2. Phát huy sự phối hợp của các cấp.",
        "I. ĐỐI TƯỢNG\n\n- Các sở, ban, ngành tỉnh.\n\n- Ủy ban nhân dân các huyện.",
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\n- Định kỳ hằng quý báo cáo Ủy ban nhân dân tỉnh.",
        "II. TỔ CHỨC THỰC HIỆN\n\nTrong quá trình thực hiện, nếu có vướng mắc, các cơ quan, đơn vị phản ánh về"
        " Sở Nội vụ để tổng hợp.",
        "I. GIẢI PHÁP\n\n1. Doanh nghiệp số\n\na) Triển khai chương trình hỗ trợ.\n\nb) Ban hành cơ chế ưu đãi.",
        "I. TIÊU CHÍ\n\n1. Tiêu chí đối với tập thể\n\n- Hoàn thành xuất sắc nhiệm vụ.",
    ],
    ids=["purposes", "audience", "reporting", "trouble", "topic", "criteria"],
)
def test_what_is_no_assignment(body: str) -> None:
    assert briefs(body) == []


def test_every_word_stored_is_printed() -> None:
    text, reading = plan(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở TT&TT\n\na) Chủ trì, phối hợp với Sở KH&CN\ntriển khai; b) Báo cáo kết quả."
    )
    tasks = list(recognise(reading))
    assert len(tasks) == 1
    for fact in tasks:
        assert text[fact.task_span.start : fact.task_span.end].startswith("Chủ trì")
        assert fact.span.covers(fact.task_span)
        for mention in fact.bodies:
            assert text[mention.span.start : mention.span.end].startswith("Sở")


# --- the sample ---------------------------------------------------------------------------------------------------


def in_field(field: str) -> list[tuple[Level | None, Assignment]]:
    return [
        (document.header.level, fact)
        for file in facts()
        for document in file.documents
        for fact in document.assignments
        if field in fact.fields
    ]


@pytest.mark.parametrize(
    ("level", "body", "role"),
    [
        (Level.PROVINCE, "Sở Thông tin và Truyền thông tỉnh Lạng Sơn", Role.LEAD),
        (Level.DISTRICT, "Phòng Văn hóa và Thông tin huyện Thanh Miện", Role.LEAD),
        (Level.DISTRICT, "Phòng Văn hóa và Thông tin thành phố Sa Đéc", Role.PERFORM),
    ],
)
def test_who_builds_digital_infrastructure(level: Level, body: str, role: Role) -> None:
    assert (level, body, role) in [
        (at, mention.body.label, fact.role) for at, fact in in_field("digital") for mention in fact.bodies
    ]


@pytest.mark.parametrize("place", ["Tam Đường", "Chiềng Sinh"])
def test_where_nobody_builds_digital_infrastructure(place: str) -> None:
    documents = [d for file in facts() for d in file.documents if d.header.place and d.header.place.name == place]
    assert documents
    assert [fact.task for d in documents for fact in d.assignments if "digital" in fact.fields] == []


# --- any text -----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "I. NHIỆM VỤ\n\n", "II. TỔ CHỨC THỰC HIỆN\n\n", "1. ", "a) ", "- ", "Sở Nội vụ", "UBND các xã",
        "các sở, ban, ngành", "Giao", "Đề nghị", "yêu cầu", "chủ trì,", "phối hợp với", "tham mưu",
        "theo dõi,", "là cơ quan thường trực",
        "xây dựng kế hoạch", "tuyên truyền", "báo cáo", ";", ".", ":", ",", "(", ")", "trước ngày 30/6/2024",
        "\n\n", "\n", "Cơ quan chủ trì:", "Thời gian thực hiện:", "| Nhiệm vụ | Cơ quan chủ trì |\n", "|---|---|\n",
        "| Làm | Sở Y tế |\n",
        "Trường hợp", "sau đây:", "Ngoài ra,", "nếu có khó khăn", "“", "”",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_any_words(words: list[str]) -> None:
    text = HEAD + "I. NỘI DUNG\n\n" + " ".join(words) + TAIL
    for fact in recognise(read(text)):
        assert 0 <= fact.span.start < fact.span.end <= len(text)
        assert fact.span.start <= fact.task_span.start < fact.task_span.end <= fact.span.end
        assert fact.bodies
        assert fact.task
        assert fact.rule.endswith(fact.role.value)

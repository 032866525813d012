"""Protects the small counts and comparisons: calendar, gaps, figures, targets, wording, highlighting, days."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from view_rows import PLAN, assignment, assignments

from viz import compare, duties, figures, gaps
from viz.campaigns import campaigns
from viz.day import shown
from viz.highlight import cut, highlighted
from viz.rows import NoLinks
from viz.strings import Words

VI = Words("vi")


def duty(**cells: object) -> dict[str, object]:
    return {
        "document": PLAN,
        "reporter": "Các đơn vị",
        "recipient": "Phòng Nội vụ",
        "start": 1,
        "end": 2,
        "quote": "q",
        **cells,
    }


def test_duties_stand_under_the_months_their_documents_give() -> None:
    found = duties.duties([duty(due="--11-30"), duty(due="2025-Q2; 2025-12-15"), duty(due=None)], NoLinks())
    assert list(duties.by_month(found)) == [6, 11, 12]
    assert len(duties.undated(found)) == 1


def test_calendar_repeats_yearly_duties_and_is_the_same_on_every_day() -> None:
    found = duties.duties([duty(due="--11-30", date="2023-02-20"), duty(due="2025-12-15")], NoLinks())
    first = duties.ics(found, VI, date(2025, 1, 1))
    assert first == duties.ics(found, VI, date(2025, 12, 1))
    events = list(Calendar.from_ical(first).walk("VEVENT"))
    assert [event["dtstart"].dt for event in events] == [date(2023, 11, 30), date(2025, 12, 15)]
    assert events[0]["rrule"]["FREQ"] == ["YEARLY"]
    assert "rrule" not in events[1]


def test_a_month_without_a_day_fills_the_month_and_december_ends_in_january() -> None:
    assert duties.Moment(12, None, None).span(2024) == (date(2024, 12, 1), date(2025, 1, 1))
    assert duties.Moment(2, 30, None).span(2023)[0] == date(2023, 2, 28)


def cover(place: str, field: str, body: str, level: str = "district") -> dict[str, object]:
    return {"place": place, "level": level, "field": field, "field_label": field, "body": body, "document": place}


def paper(place: str, level: str = "district") -> dict[str, object]:
    return {"document": place, "held": True, "place": place, "place_iri": place, "level": level}


PAPERS = [paper("A"), paper("B"), paper("T", "province"), paper("other")]
TOGETHER = {"A": 1, "B": 1, "T": 1, "other": 2}


ABOVE = [
    {"document": "A", "cited": "T", "relation": "implements"},
    {"document": "B", "cited": "T", "relation": "cites"},
]


def test_a_gap_is_a_field_that_a_sibling_of_the_campaign_or_the_plan_above_gives_to_someone() -> None:
    rows = [cover("A", "x", "Phòng 1"), cover("T", "y", "Sở 1", "province"), cover("other", "z", "Phòng 9")]
    found = gaps.unowned(rows, PAPERS, ABOVE, TOGETHER)
    assert [(gap.place, gap.field, gap.siblings, gap.above) for gap in found] == [
        ("A", "y", (), ("Sở 1",)),
        ("B", "x", ("A",), ()),
    ]


def test_a_field_that_only_a_class_of_bodies_has_makes_no_gap_elsewhere() -> None:
    rows = [{**cover("A", "x", "Các đơn vị"), "collective": True}]
    assert gaps.unowned(rows, PAPERS, ABOVE, TOGETHER) == []


def test_a_statutory_default_closes_no_gap() -> None:
    rows = [cover("A", "x", "Phòng 1"), {**cover("B", "x", "Phòng 2"), "status": "default"}]
    assert [gap.place for gap in gaps.unowned(rows, PAPERS, ABOVE, TOGETHER)] == ["B"]


def test_documents_belong_together_by_what_they_carry_out_or_by_their_name() -> None:
    name = "Triển khai phong trào “{}ẩy mạnh phát triển kết cấu hạ tầng đồng bộ, hiện đại”"
    papers = [
        {"document": "a", "held": True, "title": name.format("Đ")},
        {"document": "b", "held": True, "title": name.format("Hải Dương đ")},
        {"document": "c", "held": True, "title": None},
        {"document": "d", "held": True, "title": "Kế hoạch tiêm chủng mở rộng năm 2023 trên địa bàn"},
        {"document": "up", "held": False, "title": None},
    ]
    links = [
        {"document": "a", "cited": "up", "relation": "implements"},
        {"document": "c", "cited": "up", "relation": "implements"},
        {"document": "d", "cited": "up", "relation": "cites"},
    ]
    numbers = campaigns(papers, links)
    assert len({numbers[key] for key in ("a", "b", "c", "up")}) == 1
    assert numbers["d"] != numbers["a"]


def test_holders_are_ranked_by_fields_then_leads() -> None:
    found = figures.most_fields(assignments())
    assert found[0].body == "Phòng Kinh tế và Hạ tầng huyện Thanh Miện"
    assert (len(found[0].fields), found[0].leads) == (2, 2)


def test_joint_leads_are_no_conflict_but_separate_ones_are() -> None:
    joint = [assignment(b, "lead", "x", "x", assignment="one") for b in ("A", "B")]
    apart = [assignment(b, "lead", "x", "x", assignment=b) for b in ("A", "B")]
    assert figures.two_leads(joint) == []
    assert len(figures.two_leads(apart)) == 1


def test_a_cited_plan_that_is_not_held_breaks_the_chain_and_a_law_does_not() -> None:
    row = {"document": "low", "cited": "up", "cited_type": "Kế hoạch", "cited_number": "1", "held": False}
    assert [b.name for b in figures.broken_chains([{**row, "relation": "implements"}])] == ["Kế hoạch 1"]
    assert figures.broken_chains([{**row, "relation": "based_on"}]) == []
    assert figures.broken_chains([{**row, "relation": "implements", "held": True}]) == []


def target(indicator: str, value: float) -> dict[str, object]:
    return {"indicator": indicator, "comparator": ">=", "value": value, "unit": "%", "document": PLAN}


def test_targets_meet_by_their_words_and_show_the_difference() -> None:
    lines = compare.targets(
        {
            "A": [target("Tỷ lệ che phủ rừng", 50.5), target("chỉ tiêu riêng của A", 1)],
            "B": [target("tỷ lệ che phủ rừng", 45)],
        },
        NoLinks(),
    )
    assert [(line.indicator, line.difference, line.shared) for line in lines] == [
        ("Tỷ lệ che phủ rừng", "5,5 %", True),
        ("chỉ tiêu riêng của A", "", False),
    ]


def test_wording_shows_what_was_added_and_what_is_gone() -> None:
    there = [{"document": "p", "quote": "Các sở, ngành rà soát, ban hành cơ chế, chính sách về đầu tư hạ tầng"}]
    here = [{"document": "c", "quote": "Các phòng, ban rà soát, ban hành cơ chế,\nchính sách về đầu tư hạ tầng"}]
    (version,) = compare.wording(here, there, NoLinks())
    assert [(c.kind, c.text) for c in version.changes if c.kind != "same"] == [
        ("gone", "sở, ngành"),
        ("added", "phòng, ban"),
    ]


@given(st.text(max_size=60), st.text(max_size=10))
def test_highlighting_changes_no_character(text: str, words: str) -> None:
    assert "".join(piece for piece, _ in highlighted(text, words)) == text


def test_words_typed_without_accents_are_marked_in_composed_and_decomposed_text() -> None:
    for text in ("đẩy mạnh hạ tầng số", "đẩy mạnh hạ tầng số"):
        marked = [piece for piece, hot in highlighted(text, "ha tang dday") if hot]
        assert len(marked) == 2
    assert [p for p, hot in highlighted("điện, đường", "dien") if hot] == ["điện"]


def test_long_sentences_are_cut_around_the_word() -> None:
    text = "mở đầu " * 200 + "hạ tầng số" + " kết thúc" * 200
    assert "hạ tầng số" in cut(text, "ha tang so")
    assert len(cut(text, "ha tang so")) < 500


def test_days_are_shown_as_precise_as_they_are() -> None:
    assert [shown(v) for v in ("2022-11-28", "2022-11", "2022", "2025-Q2", "--11-30", "--06", None)] == [
        "28/11/2022", "11/2022", "2022", "quý 2/2025", "30/11 hằng năm", "tháng 06 hằng năm", "",
    ]  # fmt: skip
    assert shown("--11-30; --06", "en") == "30/11 every year; month 06 every year"

"""Documents and zones: what belongs to the head, what to the tail, how many documents a file holds."""

from __future__ import annotations

from pathlib import Path

from ingest.facts import Source
from ingest.layout import lay_out
from ingest.layout.model import DocumentLayout, Kind, Provision

SAMPLE = Path(__file__).parents[3] / "ingest" / "sample"


def layouts(text: str) -> tuple[DocumentLayout, ...]:
    return lay_out(Source("a.txt", "0" * 64, text, "test 1"))


def sample(name: str) -> tuple[DocumentLayout, ...]:
    return layouts((SAMPLE / name).read_text(encoding="utf-8"))


def sections(layout: DocumentLayout) -> list[str]:
    return [node.section for _, node in layout.body.walk() if node.section and node.kind is not Kind.BULLET]


def node(layout: DocumentLayout, section: str) -> Provision:
    return next(n for _, n in layout.body.walk() if n.section == section and n.label)


def lines(blocks: object) -> list[str]:
    return [block.text for block in blocks]  # type: ignore[attr-defined]


def test_a_letter_and_the_plan_it_passes_on() -> None:
    letter, plan = sample("000_fcb6e7b862c868ed.txt")
    assert sections(letter) == ["1", "2"]
    assert lines(letter.signature)[-1] == "Nguyễn Thúy Liễu"
    assert lines(letter.recipients)[-1] == "Lưu VT."  # initials behind it are no text
    assert lines(plan.title)[0] == "KẾ HOẠCH"
    assert letter.span.end == plan.span.start


def test_an_intake_stamp_is_no_part_of_the_plan() -> None:
    _, plan = sample("000_fcb6e7b862c868ed.txt")
    assert [s for s in lines(plan.stamps) if "468" in s]
    assert plan.basis[0].text.startswith("Thực hiện Quyết định số 1478/QĐ-TTg")
    assert not any("468" in text for text in lines(plan.header) + lines(plan.title) + lines(plan.basis))


def test_a_sentence_goes_on_behind_a_page_end() -> None:
    _, plan = sample("000_fcb6e7b862c868ed.txt")
    running = [block.text for _, block in plan.blocks()]
    assert any("được Ủy ban nhân dân tinh giao về xây dựng" in text for text in running)


def test_broken_numbers_are_closed_up() -> None:
    (plan,) = sample("001_2469a7c9bbebba31.txt")
    assert "Kế hoạch số 580/KH-UBND ngày 03 tháng 3 năm 2023" in plan.basis[0].text
    head = node(plan, "IV.2").head
    assert head is not None
    assert "số 02-CTr/TU, ngày" in head.text


def test_a_damaged_document_keeps_its_tree() -> None:
    (plan,) = sample("002_864ecabd1a08de12.txt")
    assert plan.quality.damaged
    found = sections(plan)
    assert [s for s in found if "." not in s and s.isupper()] == found_chapters(plan)
    assert {"II.2.1", "II.2.2", "III.1.d", "VI.7"} <= set(found)
    assert lines(plan.recipients)[-1] == "Lưu: VT."


def found_chapters(plan: DocumentLayout) -> list[str]:
    chapters = [n.section for _, n in plan.body.walk() if n.kind is Kind.CHAPTER and n.section]
    assert chapters == ["I", "II", "III", "IV", "V", "VI"]
    return [s for _, n in plan.body.walk() if n.kind is not Kind.BULLET and (s := n.section) in chapters]


def test_the_closing_belongs_to_the_chapter() -> None:
    (plan,) = sample("004_dafe6606b836b39a.txt")
    closing = [section for section, b in plan.blocks() if b.text.startswith("Trong quá trình tổ chức")]
    assert closing[-1] == "VI"
    assert "VI.10" in sections(plan)


DECISION = """ỦY BAN NHÂN DÂN           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  TỈNH HÀ GIANG                  Độc lập - Tự do - Hạnh phúc

Số: 12/QĐ-UBND             Hà Giang, ngày 05 tháng 01 năm 2024

QUYẾT ĐỊNH
Ban hành Kế hoạch phát triển du lịch

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH

Căn cứ Luật Du lịch ngày 19 tháng 6 năm 2017;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển du lịch.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận:                                  CHỦ TỊCH
- Như Điều 2;
- Lưu: VT.

                                       Nguyễn Văn An

KẾ HOẠCH
Phát triển du lịch
(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/01/2024)

I. MỤC TIÊU
1. Mục tiêu chung
Phát triển bền vững.
II. TỔ CHỨC THỰC HIỆN
1. Sở Văn hóa, Thể thao và Du lịch chủ trì.

PHỤ LỤC I
DANH MỤC DỰ ÁN

1. Dự án thứ nhất.
"""


def test_a_decision_and_the_plan_behind_it_are_one_document() -> None:
    (layout,) = layouts(DECISION)
    assert sections(layout) == [
        "Điều 1", "Điều 2", "I", "I.1", "II", "II.1", "Phụ lục I", "Phụ lục I.1",
    ]  # fmt: skip
    assert lines(layout.header)[:2] == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert lines(layout.recipients) == ["Như Điều 2;", "Lưu: VT."]
    assert lines(layout.signature) == ["CHỦ TỊCH", "Nguyễn Văn An"]


def test_a_plan_with_its_own_number_is_a_second_document() -> None:
    own = "\n\nỦY BAN NHÂN DÂN TỈNH HÀ GIANG\nSố: 13/KH-UBND\nHà Giang, ngày 05 tháng 01 năm 2024\n\nKẾ HOẠCH\n"
    first, second = layouts(DECISION.replace("\n\nKẾ HOẠCH\n", own))
    assert sections(first) == ["Điều 1", "Điều 2"]
    assert sections(second)[:2] == ["I", "I.1"]
    assert lines(second.header)[0] == "ỦY BAN NHÂN DÂN TỈNH HÀ GIANG"


def test_the_frame_of_a_web_page_is_no_table() -> None:
    text = (
        "|\n**ỦY BAN NHÂN DÂN**\nTỈNH SƠN LA\n-------\n|\n**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\n|\n|\n"
        "Số: 5/KH-UBND\n|\n*Sơn La, ngày\n02 tháng 3 năm 2023*\n|\n\n**KẾ HOẠCH**\n\nTHỰC HIỆN\n\n**I. MỤC ĐÍCH**\n\n"
        "1. Một.\n\n|\nNơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.\n|\n**KT. CHỦ TỊCH\n**PHÓ CHỦ TỊCH\nLê Văn Bình\n|\n"
    )
    (layout,) = layouts(text)
    assert lines(layout.header)[:2] == ["ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"]
    assert lines(layout.recipients) == ["Sở Nội vụ;", "Lưu: VT."]
    assert lines(layout.signature) == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Bình"]
    assert sections(layout) == ["I", "I.1"]


def test_word_segmented_text_is_read_without_its_underscores() -> None:
    text = (
        "Chỉ_thị về tổ_chức thi_đua \nI . \nNội_dung phong_trào \n1 . \nThủ_trưởng các sở , ban , ngành thực_hiện . \n"
        * 4
    )
    (layout,) = layouts(text)
    assert layout.title[-1].text == "Chỉ thị về tổ chức thi đua"
    assert any("các sở, ban, ngành thực hiện." in b.text for _, b in layout.blocks())

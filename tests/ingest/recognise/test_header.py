"""Headers of every kind of document: numbers, dates, issuers, titles, signatures, each with its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.facts import FileFacts, Header, Sector, Source, Status
from ingest.layout import lay_out
from ingest.pipeline import read_document_facts
from ingest.recognise.header import recognise_header

SAMPLE = Path(__file__).parents[3] / "ingest" / "sample"


def header(text: str) -> Header:
    source = Source("a.txt", "0" * 64, text, "test 1")
    (layout, *_) = lay_out(source)
    found = recognise_header(layout, source)
    for fact in found.facts:
        assert fact.span is None or fact.span.of(text)
    return found


def head(agency: str, number: str, place_date: str, rest: str) -> str:
    return (
        f"{agency}\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-------\n"
        f"{number}\n{place_date}\n\n{rest}\n"
    )


BODY = "\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n\n1. Thực hiện.\n2. Báo cáo.\n\n"
PLAN = "KẾ HOẠCH\nTriển khai phong trào thi đua\n" + BODY


@pytest.mark.parametrize(
    ("printed", "value", "status"),
    [
        ("Số: 12/KH-UBND", "12/KH-UBND", Status.STATED),
        ("Số: 0124/KH-UBND", "0124/KH-UBND", Status.STATED),
        ("Số: 64 /QĐ-UBND", "64/QĐ-UBND", Status.STATED),
        ("Số: 397     /UBND -TP", "397/UBND-TP", Status.STATED),
        ("Số: 2881/UBND – VP", "2881/UBND-VP", Status.STATED),
        ("Số: 252/KH-BCĐQG1237", "252/KH-BCĐQG1237", Status.STATED),
        ("Số: 30/2020/NĐ-CP", "30/2020/NĐ-CP", Status.STATED),
        ("Luật số: 31/2024/QH15", "31/2024/QH15", Status.STATED),
        ("Số 29-CT/TU", "29-CT/TU", Status.STATED),
        ("Số 02 -CTr/TU", "02-CTr/TU", Status.STATED),
        ("Số: 11306/VPCP-NN", "11306/VPCP-NN", Status.STATED),
        ("Số:\n7360/KH-UBND", "7360/KH-UBND", Status.STATED),
        ("Số:    /KH-UBND", None, Status.BLANK),
        ("Số: ....../KH-UBND", None, Status.BLANK),
        ("Số: /KH-MTTQ-BTT", None, Status.BLANK),
        ("Số     -KH/TU", None, Status.BLANK),
        ("Số: 7⁄Ø/QĐ-TTg", None, Status.STATED),
        ("", None, Status.ABSENT),
    ],
)
def test_numbers(printed: str, value: str | None, status: Status) -> None:
    found = header(head("ỦY BAN NHÂN DÂN\nTỈNH SƠN LA", printed, "Sơn La, ngày 02 tháng 3 năm 2023", PLAN))
    assert (found.number, found.number_status) == (value, status)


@pytest.mark.parametrize(
    ("printed", "value", "status"),
    [
        ("Sơn La, ngày 02 tháng 3 năm 2023", "2023-03-02", Status.STATED),
        ("Sơn La, ngày\n02 tháng 3 năm 2023", "2023-03-02", Status.STATED),
        ("Sơn La, ngày     tháng 6 năm 2023", "2023-06", Status.STATED),
        ("Sơn La, ngày ... tháng ... năm 2023", "2023", Status.STATED),
        ("Hà Nội, ngày,ã tháng § năm 2020", "2020", Status.STATED),
        ("Sơn La, ngày    tháng    năm", None, Status.BLANK),
        ("", None, Status.ABSENT),
    ],
)
def test_dates(printed: str, value: str | None, status: Status) -> None:
    found = header(head("ỦY BAN NHÂN DÂN\nTỈNH SƠN LA", "Số: 1/KH-UBND", printed, PLAN))
    assert (found.date, found.date_status) == (value, status)


@pytest.mark.parametrize(
    ("agency", "number", "label", "level", "sector"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK", "1/KH-UBND", "Ủy ban nhân dân tỉnh Đắk Lắk", "province", "state"),
        ("UỶ BAN NHÂN\nDÂN\nTHÀNH PHỐ CẦN THƠ", "1/KH-UBND", "Ủy ban nhân dân thành phố Cần Thơ", "province", "state"),
        ("UBND TỈNH NGHỆ AN\nSỞ NỘI VỤ", "1/HD-SNV", "Sở Nội vụ tỉnh Nghệ An", "province", "state"),
        ("THỦ TƯỚNG\nCHÍNH PHỦ", "1/QĐ-TTg", "Thủ tướng Chính phủ", "central", "state"),
        ("BỘ KHOA HỌC VÀ CÔNG NGHỆ", "1/QĐ-BKHCN", "Bộ Khoa học và Công nghệ", "central", "state"),
        ("HỘI ĐỒNG NHÂN DÂN\nTỈNH BẮC KẠN", "1/NQ-HĐND", "Hội đồng nhân dân tỉnh Bắc Kạn", "province", "state"),
        ("VĂN PHÒNG CHÍNH PHỦ", "1/TB-VPCP", "Văn phòng Chính phủ", "central", "state"),
        (
            "ỦY BAN MTTQ VIỆT NAM\nTỈNH THÁI BÌNH\nBAN THƯỜNG TRỰC", "1/KH-MTTQ-BTT",
            "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Thái Bình", "province", "front",
        ),
        (
            "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG TỈNH THÁI BÌNH", "1/KH-LĐLĐ",
            "Liên đoàn Lao động tỉnh Thái Bình", "province", "front",
        ),
        ("TỈNH ỦY HÀ TĨNH", "1-CT/TU", "Tỉnh ủy Hà Tĩnh", "province", "party"),
    ],
)  # fmt: skip
def test_issuers_of_the_head(agency: str, number: str, label: str, level: str, sector: str) -> None:
    found = header(head(agency, f"Số: {number}", "Thái Bình, ngày 02 tháng 3 năm 2023", PLAN))
    assert found.issuer is not None
    assert (found.issuer.label, found.level, found.sector) == (label, level, sector)


def test_a_ward_named_by_a_number_takes_its_city() -> None:
    opening = (
        "Thực hiện Công văn số 1848/UBND-TP ngày 10/3/2025 của Ủy ban nhân dân thành phố Vũng Tàu, yêu cầu:\n1. Làm.\n"
    )
    text = head(
        "ỦY BAN NHÂN DÂN\nPHƯỜNG 1", "Số: 3/KH-UBND", "Phường 1, ngày 13 tháng 3 năm 2025", "KẾ HOẠCH\nX\n\n" + opening
    )
    found = header(text)
    assert found.issuer is not None
    assert found.issuer.label == "Ủy ban nhân dân Phường 1, thành phố Vũng Tàu"
    assert found.place is not None
    assert found.place.name == "Phường 1"


@pytest.mark.parametrize(
    ("signature", "name", "post", "authority"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn An", "Nguyễn Văn An", "Chủ tịch", "TM"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Thị Bình", "Lê Thị Bình", "Phó Chủ tịch", "KT"),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nTrần Văn Công", "Trần Văn Công", "Chánh Văn phòng", "TL"),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nTrần Thế Dũng", "Trần Thế Dũng", "Phó Bí thư", "TM"),
        ("KT. BỘ TRƯỞNG, CHỦ NHIỆM\nPHÓ CHỦ NHIỆM\n\nNguyễn Sỹ Hiệp", "Nguyễn Sỹ Hiệp", "Phó Chủ nhiệm", "KT"),
        ("Q. CHỦ TỊCH\n\nLê Văn Em", "Lê Văn Em", "Chủ tịch", "Q"),
        ("CHỦ TỊCH\n\nNguyễn Hồng Giang", "Nguyễn Hồng Giang", "Chủ tịch", None),
    ],
)
def test_signatures(signature: str, name: str, post: str, authority: str | None) -> None:
    tail = f"\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n{signature}\n"
    found = header(
        head("ỦY BAN NHÂN DÂN\nTỈNH SƠN LA", "Số: 1/KH-UBND", "Sơn La, ngày 02 tháng 3 năm 2023", PLAN + tail)
    )
    assert (found.signatory, found.capacity, found.authority) == (name, post, authority)


def test_a_letter_has_its_subject_for_title() -> None:
    text = head(
        "ỦY BAN NHÂN DÂN\nTỈNH SƠN LA",
        "Số: 15/UBND-KT\nV/v tăng cường kiểm tra\nan toàn lao động",
        "Sơn La, ngày 02 tháng 3 năm 2023",
        "Kính gửi: Các sở, ban, ngành.\n\nThực hiện Công văn số 1/BXD ngày 01/02/2023, yêu cầu:\n1. Kiểm tra.\n",
    )
    found = header(text)
    assert (found.type, found.title) == ("Công văn", "tăng cường kiểm tra an toàn lao động")


def facts(name: str) -> FileFacts:
    text = (SAMPLE / name).read_text(encoding="utf-8")
    return read_document_facts(Source(name, "0" * 64, text, "test 1"))


def test_the_number_only_the_letter_tells_is_inferred() -> None:
    letter, plan = (d.header for d in facts("000_fcb6e7b862c868ed.txt").documents)
    assert (letter.number, letter.sector) == ("79/VKS-VP", Sector.JUDICIAL)
    assert (plan.number, plan.number_status, plan.date, plan.date_status) == (
        "08/KH-UBND", Status.INFERRED, "2023-01-10", Status.STATED,
    )  # fmt: skip
    fact = next(f for f in plan.facts if f.name == "number")
    assert fact.span is not None
    text = (SAMPLE / "000_fcb6e7b862c868ed.txt").read_text(encoding="utf-8")
    assert fact.span.of(text) == "08/KH-UBND"
    assert fact.span.start < 1798  # it stands in the letter


@pytest.mark.parametrize(
    ("name", "issuer", "within", "number_status", "date"),
    [
        ("001_2469a7c9bbebba31.txt", "Ủy ban nhân dân huyện Thanh Miện", "Hải Dương", Status.ABSENT, None),
        ("002_864ecabd1a08de12.txt", "Ủy ban nhân dân huyện Tam Đường", "Lai Châu", Status.ABSENT, None),
        ("003_1b042e41bb84c4f9.txt", "Ủy ban nhân dân phường Chiềng Sinh", "Sơn La", Status.STATED, "2023-03-21"),
        ("004_dafe6606b836b39a.txt", "Ủy ban nhân dân thành phố Sa Đéc", "Đồng Tháp", Status.BLANK, "2023-06"),
    ],
)
def test_headless_plans_tell_their_issuer(
    name: str, issuer: str, within: str, number_status: Status, date: str | None
) -> None:
    (document,) = facts(name).documents
    found = document.header
    assert found.issuer is not None
    assert found.issuer.label == issuer
    assert found.place is not None
    assert found.place.within is not None
    assert (found.place.within.name, found.number_status, found.date) == (within, number_status, date)

"""Any text gives a layout: no exception, every block maps back into the kept text, time linear in size."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.facts import Source
from ingest.layout import lay_out
from ingest.recognise.abbreviations import abbreviations
from ingest.recognise.context import Reading
from ingest.recognise.header import recognise_header
from ingest.recognise.recipients import recognise

SAMPLE = sorted((Path(__file__).parents[3] / "ingest" / "sample").glob("*.txt"))

# Pieces of the form, so that random texts reach the rules that real documents reach.
PIECES = st.sampled_from(
    [
        "ỦY BAN NHÂN DÂN",
        "TỈNH SƠN LA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "|",
        "\n",
        "Số: 12/KH-UBND",
        "Số:    /KH-UBND",
        "Sơn La, ngày 02 tháng 3 năm 2023",
        "KẾ HOẠCH",
        "QUYẾT ĐỊNH",
        "Điều 1.",
        "I. MỤC ĐÍCH",
        "1. Mục đích",
        "1.1. Đối với",
        "a) Sở Nội vụ",
        "- Chủ trì",
        "+ Phối hợp",
        "* Lưu ý",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn An",
        "PHỤ LỤC",
        "|---|---|",
        "| a | b |",
        "\f",
        "2",
        "[1]",
        "**",
        "*",
        "_",
        "# ",
        "Kính gửi:",
        "V/v triển khai",
        "(Kèm theo Quyết định số 1/QĐ)",
        "I11.",
        "/.",
        "|.",
        "\t",
        "  ",
        "\r\n",
        "\u0301",
        "ĐẾN số: 468",
        "Ngày: 11/01/2023",
        "Chuyển: ",
        "580/KH-",
        "UBND",
        "Căn cứ Luật;",
        "\ud800",
        "\x00",
        "TỈNH ỦY",
        "T/M BAN THƯỜNG VỤ",
        "…",
        "🙂",
        "Chương I",
        "(1)",
        "đ)",
        "TT",
        "STT",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).flatmap(
    lambda parts: st.lists(st.sampled_from(["\n", " ", "\n\n", ""]), min_size=len(parts), max_size=len(parts)).map(
        lambda joints: "".join(a + b for a, b in zip(parts, joints, strict=True))
    )
)


def _source(text: str) -> Source:
    return Source("any.txt", "0" * 64, text, "test 1")


def _check(text: str) -> None:
    source = _source(text)
    for layout in lay_out(source):
        header = recognise_header(layout, source)
        assert 0 <= layout.span.start <= layout.span.end <= len(text)
        for _, block in layout.blocks():
            assert len(block.view.starts) == len(block.view.ends) == len(block.text)
            if block.text:
                assert 0 <= block.span.start <= block.span.end <= len(text)
        for _, node in layout.body.walk():
            for table in node.tables:
                for row in table.rows:
                    assert len(row.cells) == len(table.columns)
        for fact in header.facts:
            assert fact.span is None or fact.span.end <= len(text)
        for recipient in recognise(Reading(layout, header, abbreviations(layout))):
            assert recipient.span.of(text)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_any_text_is_laid_out(text: str) -> None:
    _check(text)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SAMPLE), st.data())
def test_a_torn_document_is_laid_out(path: Path, data: st.DataObject) -> None:
    """Real documents with stretches cut out, doubled or overwritten."""
    text = path.read_text(encoding="utf-8")[:6000]
    for _ in range(data.draw(st.integers(1, 6))):
        a = data.draw(st.integers(0, len(text)))
        b = min(len(text), a + data.draw(st.integers(0, 300)))
        text = text[:a] + data.draw(st.sampled_from(["", "\n", "|\n", text[a:b] * 2, "\x0c", "§ "])) + text[b:]
    _check(text)


HOSTILE = {
    "one long line": "a" * 200_000,
    "one long line of words": "sở " * 70_000,
    "bars": "|\n" * 40_000,
    "numbers": "".join(f"{i % 9}. Việc\n" for i in range(20_000)),
    "brackets": "(" * 100_000,
    "asterisks": "* " * 60_000 + "*" * 60_000,
    "underscores": "a_" * 80_000,
    "recipients": "Nơi nhận:\n" + "- A,\n" * 30_000,
    "headings": "KẾ HOẠCH\n" * 15_000,
    "signatures": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An\n" * 4_000,
    "mottoes": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/KH-UBND\nKẾ HOẠCH\nNơi nhận:\n- A\n" * 2_000,
    "marks": "ê\u0323\u0301" * 50_000,
    "blank lines": "\n \t\n" * 50_000,
    "codes": "580/KH-\n" * 20_000,
    "dots": "1.1.1.1.1.1 " * 15_000,
    "spaces": (" " * 500 + "x\n") * 300,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_time_is_linear_on_hostile_text(name: str) -> None:
    """Twice the text takes at most about twice the time (a generous bound: the machine may be busy)."""
    text = HOSTILE[name]
    half = text[: len(text) // 4]

    def seconds(sample: str) -> float:
        source = _source(sample)
        start = time.process_time()
        for layout in lay_out(source):
            recognise_header(layout, source)
        return time.process_time() - start

    small = max(seconds(half), 0.02)
    whole = seconds(text)
    assert whole < 14 * small

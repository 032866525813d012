"""Protects the annotations: every committed one fits its text, and those of texts that do not ship repeat no words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.extraction import gold, validate
from benchmarks.extraction.anchors import AnchorError, locate, number_places, occurrences
from benchmarks.extraction.author import compile_sheet, dumped, record
from benchmarks.extraction.metrics import score_file

FILES = sorted(gold.GOLD.rglob("*.json"))
SAMPLE = "003_1b042e41bb84c4f9.txt"

NOTES = f"""
file {SAMPLE}
let UB = Ủy ban nhân dân phường Chiềng Sinh
document
type = Kế hoạch
number = 55/KH-UBND
number_status = stated
date = 2023-03-21
date_status = stated
issuer = UB
level = commune
sector = state
place = Chiềng Sinh
title = Tổ chức thực hiện Phong trào thi đua
signatory = Nguyễn Hồng Giang
capacity = Chủ tịch
authority =
R 112/KH-UBND | 2023-03-18 | UB | implements | =
A VI.2 | Công chức Văn hóa - Xã hội phường Chiềng Sinh | perform | communication | | | mô hình hay, cách làm mới
T IV.1.1.2 | range 62..63 % | | | | approx | bình quân khoảng 62-63%
"""


def test_there_is_gold_for_every_sample_and_eight_more() -> None:
    samples = {path.name for path in gold.FOLDERS["sample"].glob("*.txt")}
    annotated = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
    assert samples == {record["file"] for record in annotated if record["corpus"] == "sample"}
    assert sum(record["corpus"] == "dev" for record in annotated) >= 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_annotation_is_valid(path: Path) -> None:
    assert list(validate.problems(path)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_gold_scored_against_itself_is_perfect(path: Path) -> None:
    loaded = gold.load(path)
    if loaded is None:
        pytest.skip("the annotated text is not here")
    file, _ = loaded
    for score in score_file(file, file):
        assert all(score.header.values())
        for kind in score.facts:
            assert score.score(kind, strict=True).f1 == 1.0, kind


@pytest.mark.parametrize("path", [p for p in FILES if p.parent != gold.GOLD], ids=lambda path: path.stem)
def test_no_long_run_of_a_text_that_does_not_ship_is_repeated(path: Path) -> None:
    source = json.loads(path.read_text(encoding="utf-8"))
    text_path = gold.FOLDERS["dev"] / source["file"]
    if not text_path.is_file():
        pytest.skip("the annotated text is not here")
    text = " ".join(gold.read_text(text_path).split())
    for note in source["notes"]:
        words = note.split()
        runs = (" ".join(words[i : i + 8]) for i in range(len(words) - 7))
        assert not [run for run in runs if run in text]


def test_a_changed_text_is_refused(tmp_path: Path) -> None:
    row = json.loads(FILES[0].read_text(encoding="utf-8"))
    row["sha256"] = "0" * 64
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(gold.GoldError, match="not the text"):
        gold.load(changed)


def test_the_validator_names_what_is_wrong(tmp_path: Path) -> None:
    row = json.loads((gold.GOLD / f"{Path(SAMPLE).stem}.json").read_text(encoding="utf-8"))
    document = row["documents"][0]
    document["header"]["number"] = None
    document["references"][0]["at"] = [[2, 7]]
    document["assignments"][0]["fields"] = ["no-such-field"]
    document["targets"].append(dict(document["targets"][0]))
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(row), encoding="utf-8")
    found = "\n".join(validate.problems(broken))
    for words in ("number None with status stated", "is not what stands at 2..7", "not a core field", "twice"):
        assert words in found
    del document["header"]["issuer"]
    broken.write_text(json.dumps(row), encoding="utf-8")
    assert "'issuer' is a required property" in "\n".join(validate.problems(broken))


def test_notes_compile_to_places() -> None:
    sheet = compile_sheet(NOTES.splitlines())
    assert sheet.errors == []
    row = json.loads(dumped(record(sheet)))
    (document,) = row["documents"]
    start, end = document["targets"][0]["at"][0]
    assert sheet.text[start:end] == "bình quân khoảng 62-63%"
    assert (document["targets"][0]["value"], document["targets"][0]["value_to"]) == (62.0, 63.0)
    start, end = document["references"][0]["at"][0]
    assert sheet.text[start:end] == "112/KH - UBND"


def test_an_anchor_that_is_missing_or_stands_twice_is_an_error() -> None:
    lines = [
        *NOTES.splitlines(),
        "P VI | UB | UB | | | | không có câu này",
        "P VI | UB | UB | | | | Phong trào thi đua",
    ]
    errors = compile_sheet(lines).errors
    assert "not in the text" in errors[0]
    assert "times in the text" in errors[1]


def test_places_fold_white_space_and_gaps() -> None:
    text = "Kế hoạch số 580/KH-\nUBND và số 1580/KH-UBND; ban  hành\nkế hoạch"
    assert [span.of(text) for span in number_places(text, "580/KH-UBND")] == ["580/KH-\nUBND"]
    assert [span.of(text) for span in occurrences(text, "ban hành kế hoạch")] == ["ban  hành\nkế hoạch"]
    with pytest.raises(AnchorError):
        locate(text, "KH")

"""The full-text index says what a scan of all facts would say, through every change,."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph_api import ingesting, reading, saved, words
from graph_api.settings import Settings
from graph_api.store import open_store, operations
from graph_api.store.embedded import EmbeddedStore
from ingest.text.fold import fold

SAMPLE = sorted(Path(reading.sample()).glob("*.txt"))
ASKED = ("hạ tầng số", "ha tang so", "HẠ TẦNG SỐ", "báo cáo", "tiết kiệm, chống lãng phí", "đường", "duong")


def ingest(store: EmbeddedStore, *files: Path) -> None:
    ingesting.ingest(map(str, files), store, Settings(), jobs=1)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    ingest(opened(folder), *SAMPLE)
    return folder


def opened(folder: Path) -> EmbeddedStore:
    store = open_store(str(folder))
    assert isinstance(store, EmbeddedStore)
    return store


def found(store: EmbeddedStore, asked: str, **given: str) -> list[tuple[object, ...]]:
    rows = words.search(
        store.folder.snapshots / store.snapshot(), asked, given, lambda kind: list(saved.find(kind).columns)
    )
    assert rows is not None
    return sorted(key(row) for row in rows)


def key(row: words.Row) -> tuple[object, ...]:
    return tuple(
        str(row.get(name)) for name in ("kind", "document", "start", "end", "label", "field", "place", "quote")
    )


def scanned(store: EmbeddedStore, asked: str) -> list[tuple[object, ...]]:
    wanted = set("".join(c if c.isalnum() else " " for c in fold(asked)).split())
    return sorted(
        key(row)
        for text, row in words.facts(store.select)
        if wanted <= set("".join(c if c.isalnum() else " " for c in text).split())
    )


@pytest.mark.parametrize("asked", ASKED)
def test_the_index_gives_what_a_scan_gives(filled: Path, asked: str) -> None:
    store = opened(filled)
    assert found(store, asked) == scanned(store, asked)


def test_accents_do_not_matter_and_words_may_be_begun(filled: Path) -> None:
    store = opened(filled)
    assert found(store, "hạ tầng số") == found(store, "ha tang so") != []
    assert found(store, "nghiep vu khongcotunay") == []
    assert len(found(store, "chuyen doi")) > 0
    assert found(store, "chuyê") != [], "no whole word, but words begin so"


@pytest.mark.parametrize("asked", ['"', "*", "a OR b", "NEAR(a b)", "text:a", "-", "'; DROP TABLE fact; --", ""])
def test_signs_of_the_query_language_are_only_words(filled: Path, asked: str) -> None:
    found(opened(filled), asked)


def test_filters_compare_columns(filled: Path) -> None:
    store = opened(filled)
    rows = found(store, "hạ tầng số", place=fold("Thanh Miện"))
    assert rows
    assert set(rows) < set(found(store, "hạ tầng số"))


def test_documents_that_come_and_go_are_followed(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "store")
    store = opened(tmp_path / "store")

    def base() -> int:
        return (store.folder.snapshots / store.snapshot() / words.FOLDER / words.BASE).stat().st_ino

    first = base()
    ingesting.remove([SAMPLE[1].name], store, Settings())
    assert base() == first, "one document more or less shares the large part"
    without = found(store, "hạ tầng số")
    assert without == scanned(store, "hạ tầng số")
    changed = tmp_path / SAMPLE[2].name
    changed.write_text(SAMPLE[2].read_text(encoding="utf-8").replace("hạ tầng số", "hạ tầng mới"), encoding="utf-8")
    ingest(store, changed)
    assert found(store, "hạ tầng số") == scanned(store, "hạ tầng số")
    ingest(store, SAMPLE[1], SAMPLE[2])
    for asked in ASKED:
        assert found(store, asked) == scanned(store, asked) == found(opened(filled), asked)
    operations.rollback(store, "2")
    assert found(store, "hạ tầng số") == without
    operations.compact(store)
    assert found(store, "hạ tầng số") == without

"""Pictures of pages: only of files whose bytes were read, and only from folders that were ingested."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.formats import make, plan
from graph_api.pictures import SourceFile, located, png, remember
from graph_api.reading import digest
from graph_api.settings import Settings


@pytest.fixture
def held(tmp_path: Path) -> tuple[Settings, SourceFile, Path]:
    store, folder = tmp_path / "store", tmp_path / "folder"
    store.mkdir()
    folder.mkdir()
    try:
        path = make.pdf(folder / "a.pdf", plan.flow())
    except make.Missing as missing:
        pytest.skip(str(missing))
    remember(str(store), [str(folder), str(folder)])
    return Settings(store=str(store)), SourceFile("a.pdf", digest(str(path))), path


def test_a_page_is_drawn_from_the_file_that_was_read(held: tuple[Settings, SourceFile, Path]) -> None:
    pytest.importorskip("PIL")
    settings, file, path = held
    assert located(file, settings) == path
    drawn = png(path, file.sha256, 1)
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")
    assert png(path, file.sha256, 99) is None


def test_other_bytes_and_other_places_are_not_shown(held: tuple[Settings, SourceFile, Path]) -> None:
    settings, file, path = held
    (path.parent.parent / "outside.pdf").write_bytes(path.read_bytes())
    assert located(replace(file, path="../outside.pdf"), settings) is None
    assert located(replace(file, path="/etc/passwd"), settings) is None
    assert located(replace(file, sha256="0" * 64), settings) is None
    path.write_bytes(path.read_bytes() + b"\n")
    assert located(file, settings) is None
    assert located(file, replace(settings, store="http://localhost:1/sparql")) is None


def test_folders_may_be_named_by_the_setting(held: tuple[Settings, SourceFile, Path], tmp_path: Path) -> None:
    _, file, path = held
    assert located(file, Settings(store=str(tmp_path / "other"), sources=str(path.parent))) == path

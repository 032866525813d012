"""What changed: each publish leaves a record, in both kinds of store, on the command line and over HTTP."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph_api import changes, ingesting, reading
from graph_api.changes import Held
from graph_api.settings import Settings
from graph_api.store import open_store
from tests.graph_api.serving import server

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store into which a file came, was changed, and was taken out again; another stayed."""
    root = tmp_path_factory.mktemp("changes")
    papers, store = root / "papers", root / "store"
    papers.mkdir()
    sample = sorted(Path(reading.sample()).glob("*.txt"))[:2]
    for path in sample:
        shutil.copy(path, papers)
    settings = Settings(store=str(store))
    opened = open_store(str(store), settings)
    ingesting.ingest([str(papers)], opened, settings, jobs=1)
    ingesting.ingest([str(papers)], opened, settings, jobs=1)  # nothing new: no record
    changed = papers / sample[0].name
    changed.write_text(changed.read_text(encoding="utf-8") + "\nThêm một dòng.\n", encoding="utf-8")
    ingesting.ingest([str(papers)], opened, settings, jobs=1)
    ingesting.remove([sample[0].name], opened, settings)
    return store


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with server(folder) as url, httpx.Client(base_url=url, timeout=30) as made:
        yield made


def test_each_publish_leaves_one_record_and_they_make_a_chain(folder: Path) -> None:
    store = open_store(str(folder))
    records = store.changes()
    assert len(records) == 3
    assert records[0]["snapshot"] == store.snapshot()
    assert [record["previous"] for record in records[:2]] == [record["snapshot"] for record in records[1:]]
    removed, changed, first = records
    assert first["added"]
    assert all(one["name"] for one in first["added"])
    assert first["owners"]
    assert all(not one["before"] and one["after"] for one in first["owners"])
    assert changed["replaced"] or (changed["added"] and changed["removed"])
    assert removed["removed"]
    assert not removed["added"]
    assert all(one["before"] and not one["after"] for one in removed["owners"])
    assert store.changes(1) == records[:1]


def test_records_are_no_part_of_the_graph(folder: Path) -> None:
    assert not open_store(str(folder)).ask('ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "owners_omitted")) }')


def test_a_changed_lead_is_told_with_both_names() -> None:
    was, now = Held({"d": "KH 1"}, {("X", "roads"): {"A", "B"}}), Held({"d": "KH 1"}, {("X", "roads"): {"B"}})
    record = changes.difference("1", "2", was, now, frozenset({"d"}))
    assert record["replaced"] == [{"document": "d", "name": "KH 1"}]
    assert record["owners"] == [{"place": "X", "field": "roads", "before": ["A", "B"], "after": ["B"]}]
    assert [row["change"] for row in changes.rows([record])] == ["replaced", "owners"]


def test_an_unfinished_line_is_skipped(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.note({"snapshot": "1"})
    with (tmp_path / "changes.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"snapshot": "2", "ad')
    assert store.changes() == [{"snapshot": "1"}]


def test_feed_is_json_or_atom(client: httpx.Client, folder: Path) -> None:
    response = client.get("/changes")
    assert response.headers["content-type"] == "application/json"
    assert response.json() == json.loads(json.dumps(open_store(str(folder)).changes()))
    assert len(client.get("/changes?limit=1").json()) == 1
    assert client.get("/changes", headers={"if-none-match": response.headers["etag"]}).status_code == 304
    for given in (
        client.get("/changes?format=atom"),
        client.get("/changes", headers={"accept": "application/atom+xml"}),
    ):
        feed = ET.fromstring(given.content)
        assert feed.tag == f"{ATOM}feed"
        assert len(feed.findall(f"{ATOM}entry")) == 3
        assert len({entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")}) == 3
    assert client.get("/changes?format=pdf").status_code == 406

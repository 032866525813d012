"""The command line as a user meets it: exit codes, messages, formats; ingest, replace and remove on real files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph_api import reading
from graph_api.cli import app

SAMPLE = Path(reading.sample())
MIEN, DEC = "001_2469a7c9bbebba31.txt", "004_dafe6606b836b39a.txt"


def daumoi(
    *words: object, store: Path | None = None, code: int = 0, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DAUMOI_")}
    if store is not None:
        environment["DAUMOI_STORE"] = str(store)
    command = [sys.executable, "-m", "graph_api.cli", *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, input=stdin, timeout=120)
    assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done


def status(store: Path) -> dict[str, object]:
    figures: dict[str, object] = json.loads(daumoi("status", "--json", store=store).stdout)
    return figures


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample documents; tests that change it take a copy."""
    store = tmp_path_factory.mktemp("held") / "store"
    daumoi("ingest", "--sample", store=store)
    return store


@pytest.fixture
def own(held: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store"
    shutil.copytree(held, copy)
    return copy


# ingest


def test_ingest_twice_changes_nothing(own: Path) -> None:
    before = status(own)
    assert before["documents"] == 6
    again = daumoi("ingest", "--sample", "--json", store=own)
    lines = [json.loads(line) for line in again.stdout.splitlines()]
    assert [line["state"] for line in lines[:-1]] == ["unchanged"] * 5
    assert lines[-1]["published"] is False
    assert status(own) == before


def test_a_changed_file_replaces_its_own_graphs_only(own: Path, tmp_path: Path) -> None:
    before = {row["document"]: row["file"] for row in query("documents", own) if row["held"]}
    changed = tmp_path / MIEN
    changed.write_bytes((SAMPLE / MIEN).read_bytes().replace("huyện Thanh Miện".encode(), "huyện Ninh Giang".encode()))
    done = daumoi("ingest", changed, store=own)
    assert done.stdout.startswith("1 replaced")
    after = {row["document"]: row["file"] for row in query("documents", own) if row["held"]}
    assert sorted(after.values()) == sorted(before.values())
    assert {d: f for d, f in after.items() if f != MIEN} == {d: f for d, f in before.items() if f != MIEN}
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/graph/document/')) }"
    rows = json.loads(daumoi("sparql", "-", "--format", "json", store=own, stdin=graphs).stdout)
    assert rows["results"]["bindings"][0]["n"]["value"] == "6"


def test_remove_takes_one_of_two_documents_out_and_ingest_brings_it_back(own: Path) -> None:
    letter = next(row["document"] for row in query("documents", own) if row["held"] and row["type"] == "Công văn")
    daumoi("remove", letter, store=own)
    assert [row["document"] for row in query("documents", own) if row["document"] == letter and row["held"]] == []
    assert status(own)["documents"] == 5
    assert daumoi("ingest", "--sample", store=own).stdout.startswith("1 replaced")
    assert status(own)["documents"] == 6


def test_remove_a_file_takes_its_documents_out(own: Path) -> None:
    daumoi("remove", MIEN, DEC, store=own)
    assert status(own)["documents"] == 4
    assert {row["file"] for row in query("sources", own)}.isdisjoint({MIEN, DEC})


def test_remove_of_something_unknown_changes_nothing(own: Path) -> None:
    before = status(own)
    done = daumoi("remove", MIEN, "no-such-thing", store=own, code=1)
    assert "no-such-thing" in done.stderr
    assert status(own) == before


def test_a_document_in_two_files_is_held_once_and_survives_one_of_them(own: Path, tmp_path: Path) -> None:
    twin = tmp_path / "more"
    twin.mkdir()
    shutil.copy(SAMPLE / MIEN, twin / "twin.txt")
    facts = status(own)["facts"]
    daumoi("ingest", twin, store=own)
    assert status(own)["facts"] == facts
    used = {row["file"]: row["used"] for row in query("sources", own) if row["file"] in (MIEN, "twin.txt")}
    assert used == {MIEN: True, "twin.txt": False}
    told = daumoi("remove", MIEN, "--json", store=own)
    assert "twin.txt" in told.stdout
    daumoi("ingest", twin, store=own)
    assert status(own)["facts"] == facts


def test_bad_files_are_named_and_lose_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(SAMPLE / DEC, folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text(" \n\n ")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "zip.txt").write_bytes(b"PK\x03\x04" + os.urandom(5_000))
    store = tmp_path / "store"
    done = daumoi("ingest", folder, tmp_path / "missing", store=store, code=1)
    for name in ("empty.txt", "blank.txt", "binary.txt", "zip.txt", "missing"):
        assert re.search(rf"{name}: \S", done.stderr), name
    assert status(store)["documents"] == 1


def test_a_line_of_50_mb_is_named_and_harms_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(SAMPLE / DEC, folder)
    (folder / "long.txt").write_bytes("Kế hoạch ".encode() * 5_000_000)
    store = tmp_path / "store"
    done = daumoi("ingest", folder, store=store, code=1)
    assert "long.txt: its text has" in done.stderr
    assert status(store)["documents"] == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "closed").mkdir(parents=True)
    shutil.copy(SAMPLE / DEC, folder)
    (folder / "closed").chmod(0)
    done = daumoi("ingest", folder, store=tmp_path / "store", code=1)
    assert "closed: cannot be opened" in done.stderr


def test_wrong_use_ends_with_2(tmp_path: Path, held: Path) -> None:
    daumoi("ingest", store=tmp_path / "s", code=2)
    daumoi("nonsense", code=2)
    daumoi("query", "no-such-query", store=held, code=2)
    daumoi("query", "owners", "--param", "nonsense=1", store=held, code=2)
    daumoi("query", "owners", "--param", "field", store=held, code=2)
    daumoi("query", "documents", "--format", "ttl", store=held, code=2)
    daumoi("export", "-o", tmp_path / "x.xlsx", store=held, code=2)


def test_errors_say_what_and_what_to_do(tmp_path: Path, held: Path) -> None:
    assert "daumoi ingest" in daumoi("query", "documents", store=tmp_path / "none", code=1).stderr
    assert "owners" in daumoi("query", "ownerz", store=held, code=2).stderr
    assert "LIST" in daumoi("sparql", "-", store=held, code=1, stdin="LIST ALL").stderr
    assert "/dev/null" in daumoi("status", store=Path("/dev/null/x")).stdout


# questions


def query(name: str, store: Path, *words: object) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(daumoi("query", name, *words, "--format", "json", store=store).stdout)
    return rows


def test_rows_in_every_format_say_the_same(held: Path) -> None:
    rows = query("owners", held, "--param", "field=digital-infrastructure")
    assert {row["place"] for row in rows} >= {"Lạng Sơn", "Thanh Miện", "Sa Đéc"}
    words = ("query", "owners", "--param", "field=digital-infrastructure", "--format")
    from_csv = list(csv.DictReader(io.StringIO(daumoi(*words, "csv", store=held).stdout)))
    assert [row["quote"] for row in from_csv] == [row["quote"] for row in rows]
    assert [row["number"] or None for row in from_csv] == [row["number"] for row in rows]
    lines = daumoi(*words, "tsv", store=held).stdout.splitlines()
    assert len(lines) == len(rows) + 1
    assert lines[0].split("\t") == list(rows[0])
    assert f"{len(rows)} rows" in daumoi(*words, "table", store=held).stdout


def test_sparql_in_every_format(held: Path) -> None:
    rows = "SELECT ?s { ?s a <https://w3id.org/daumoi/ns#Document> } ORDER BY ?s LIMIT 2"
    assert "2 rows" in daumoi("sparql", "-", store=held, stdin=rows).stdout
    assert json.loads(daumoi("sparql", "-", "--format", "json", store=held, stdin=rows).stdout)["head"]["vars"] == ["s"]
    assert daumoi("sparql", "-", "--format", "xml", store=held, stdin=rows).stdout.startswith("<?xml")
    assert daumoi("sparql", "-", store=held, stdin="ASK { ?s ?p ?o }").stdout == "true\n"
    graph = "CONSTRUCT WHERE { ?s a <https://w3id.org/daumoi/ns#Document> }"
    assert " a " in daumoi("sparql", "-", store=held, stdin=graph).stdout
    daumoi("sparql", "-", "--format", "csv", store=held, stdin=graph, code=2)
    daumoi("sparql", "-", store=held, stdin="ASK " + "{" * 20_000, code=1)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLE.glob("*.txt")))
def test_text_gives_the_bytes_of_a_text_file(name: str) -> None:
    command = [sys.executable, "-m", "graph_api.cli", "text", str(SAMPLE / name)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == (SAMPLE / name).read_bytes()


def test_every_quote_is_the_kept_text_between_its_offsets(held: Path) -> None:
    texts = {path.name: path.read_bytes().decode() for path in SAMPLE.glob("*.txt")}
    files = {row["document"]: str(row["file"]) for row in query("documents", held) if row["held"]}
    seen = 0
    for name in ("headers", "assignments", "references", "criteria", "targets", "reporting", "recipients"):
        for row in query(name, held):
            if row["quote"] is not None:
                start, end = row["start"], row["end"]
                assert isinstance(start, int)
                assert isinstance(end, int)
                assert texts[files[row["document"]]][start:end] == row["quote"]
                seen += 1
    assert seen > 300


# the whole graph


def test_exports_hold_the_same_graph(held: Path, tmp_path: Path) -> None:
    import pyoxigraph as ox

    counts = {}
    for suffix in ("nq", "trig", "jsonld"):
        path = tmp_path / f"all.{suffix}"
        daumoi("export", "-o", path, store=held)
        store = ox.Store()
        store.bulk_load(path=str(path), format=ox.RdfFormat.from_extension(suffix))
        counts[suffix] = len(store)
    assert set(counts.values()) == {status(held)["triples"]}


def test_validate_and_map(held: Path, tmp_path: Path) -> None:
    assert "0 violations" in daumoi("validate", store=held).stdout
    daumoi("map", "-o", tmp_path / "map.html", store=held)
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "https://" not in re.sub(r"https://w3id\.org/\S+|https://\S*visjs\S*", "", page[:2_000])
    assert "vis" in page


# help


CONTRACT = ("ingest", "remove", "text", "query", "sparql", "ask", "map", "export", "validate", "status", "serve")


def test_every_option_has_its_environment_variable_and_help_says_so() -> None:
    import typer.main

    group = typer.main.get_command(app)
    commands = group.commands  # type: ignore[attr-defined]
    assert set(CONTRACT) <= set(commands)
    for name, command in commands.items():
        shown = daumoi(name, "--help").stdout
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.name != "help":
                long = next(word for word in parameter.opts if word.startswith("--"))
                variable = "DAUMOI_" + long.removeprefix("--").replace("-", "_").upper()
                assert parameter.envvar == variable
                assert variable in shown


def test_the_environment_gives_options(held: Path) -> None:
    environment = {**os.environ, "DAUMOI_STORE": str(held), "DAUMOI_FORMAT": "json"}
    command = [sys.executable, "-m", "graph_api.cli", "query", "awards"]
    assert isinstance(
        json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout), list
    )

"""The full-text index of a snapshot: facts by the words of their sentence, with or without accents.

Made when a snapshot is published, from its own data, and kept in its folder: `words/base.sqlite`, which later snapshots
share as a hard link, and `words/delta.sqlite` with the documents that came or went since. In go words, out come rows of
the saved queries. Knows nothing of HTTP; a server's store has no such index.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from graph_api import saved
from graph_api.store.base import Binding
from ingest.text.fold import fold

Row = dict[str, Any]
Select = Callable[[str], list[dict[str, Binding]]]

FOLDER, BASE, DELTA = "words", "base.sqlite", "delta.sqlite"
LABELS = {
    "assignments": "body",
    "targets": "indicator",
    "criteria": "theme",
    "reporting": "reporter",
    "references": "cited_number",
    "recipients": "recipient",
    "phases": "label",
    "awards": "award",
}
"""Saved queries whose rows are facts with a sentence, and the column that names what a fact is about."""
ABOUT = ("place", "level", "number", "date", "type")
"""Columns that a fact takes from its document."""
BATCH = 200  # documents asked about at once: some 10,000 rows, 20 MB
DELTA_DOCUMENTS = 500  # more than these, and a fifth of the base, are made a new base: a minute for the whole country
REFERENCE = ("vocabulary", "units", "defaults", "succession")  # graphs whose labels rows of every document show
MOST = 5_000  # facts that one search gives: nobody reads more, and every fact of the country may hold a word

_SCHEMA = """
CREATE TABLE fact (id INTEGER PRIMARY KEY, document TEXT NOT NULL, row TEXT NOT NULL);
CREATE INDEX fact_document ON fact (document);
CREATE TABLE gone (document TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5 (text, content = '', detail = none, tokenize = "unicode61 remove_diacritics 0");
"""


def facts(select: Select, documents: Sequence[str] | None = None) -> Iterator[tuple[str, Row]]:
    """(folded words, row) of every fact, or of those of some documents; a sentence once for each body and field."""
    import queries

    about = {row["document"]: row for row in saved.rows("documents", {}, select)} if documents is None else {}
    for row in _of(select, "documents", documents) if documents is not None else ():
        about[row["document"]] = row
    for kind, label in LABELS.items():
        seen = set()
        for row in queries.run(kind, {}, select) if documents is None else _of(select, kind, documents):
            key = (row["document"], row.get("start"), row.get("end"), row.get("body"), row.get("field"))
            if row.get("quote") is None or key in seen:
                continue
            seen.add(key)
            document = about.get(str(row["document"]), {})
            found = {**row, "kind": kind, "label": row.get(label), **{name: document.get(name) for name in ABOUT}}
            yield fold(f"{row['quote']} {row.get(label) or ''}"), found


def _of(select: Select, kind: str, documents: Sequence[str]) -> list[Row]:
    """The rows of a saved query for several documents: its text for one, with all of them in its VALUES."""
    import queries

    def of_all(text: str) -> list[dict[str, Binding]]:
        return select(text.replace(f"<{documents[0]}>", " ".join(f"<{iri}>" for iri in documents)))

    return queries.run(kind, {"document": documents[0]}, of_all)


def make(draft: Path, before: Path | None, changed: Collection[str], select: Select) -> None:
    """Makes the index of the snapshot in `draft`. `before`: the folder of the former one; `changed`: named graphs."""
    documents = {iri.replace("/graph/document/", "/document/") for iri in changed if "/graph/document/" in iri}
    labels = any(f"/graph/{name}" in iri for name in REFERENCE for iri in changed)
    target = draft / FOLDER
    target.mkdir()
    old = before / FOLDER if before else None
    if old is None or not (old / BASE).exists() or labels or _too_many(old, documents):
        _fill(target / BASE, _held(select), select)
        return
    os.link(old / BASE, target / BASE)
    delta = target / DELTA
    if (old / DELTA).exists():
        _copy(old / DELTA, delta)
    if documents:
        _fill(delta, sorted(documents & set(_held(select))), select, gone=documents)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as data, target.open("wb") as out:
        while part := data.read(1 << 20):
            out.write(part)


def _held(select: Select) -> list[str]:
    from ontology import terms

    rows = select(f"SELECT DISTINCT ?document WHERE {{ ?document <{terms.file}> ?file }} ORDER BY ?document")
    return [row["document"]["value"] for row in rows]


def _too_many(old: Path, documents: set[str]) -> bool:
    def count(name: str, table: str) -> int:
        if not (old / name).exists():
            return 0
        with closing(_opened(old / name)) as index:
            found: int = index.execute(f"SELECT COUNT(DISTINCT document) FROM {table}").fetchone()[0]
            return found

    delta = count(DELTA, "gone") + len(documents)
    return delta > DELTA_DOCUMENTS and delta > count(BASE, "fact") / 5


def _fill(path: Path, documents: Sequence[str], select: Select, gone: Iterable[str] = ()) -> None:
    with closing(sqlite3.connect(path)) as index:
        index.execute("PRAGMA journal_mode = OFF")  # nobody knows the file yet: a kill leaves it with its draft
        index.execute("PRAGMA synchronous = OFF")
        if not index.execute("SELECT 1 FROM sqlite_master WHERE name = 'fact'").fetchone():
            index.executescript(_SCHEMA)
        for iri in gone:
            index.execute("DELETE FROM fact WHERE document = ?", (iri,))
            index.execute("INSERT OR IGNORE INTO gone VALUES (?)", (iri,))
        for start in range(0, len(documents), BATCH):
            for text, row in facts(select, documents[start : start + BATCH]):
                lean = json.dumps({name: value for name, value in row.items() if value is not None}, ensure_ascii=False)
                cursor = index.execute("INSERT INTO fact (document, row) VALUES (?, ?)", (row["document"], lean))
                index.execute("INSERT INTO word (rowid, text) VALUES (?, ?)", (cursor.lastrowid, text))
        index.commit()


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def search(
    snapshot: Path, words: str, given: Mapping[str, str], columns: Callable[[str], Sequence[str]]
) -> list[Row] | None:
    """Facts whose sentence holds all the words, at most `MOST`; None where the snapshot has no index.

    Whole words first; where none match, words that begin so. `given` compares columns by their folded value;
    `columns` names the columns of a kind, so that absent values are there as None.
    """
    folder = snapshot / FOLDER
    if not (folder / BASE).exists():
        return None
    wanted = ["".join(c if c.isalnum() else " " for c in word).split() for word in fold(words).split()]
    terms = [f'"{part}"' for parts in wanted for part in parts]
    if not terms:
        return []
    for match in (" AND ".join(terms), " AND ".join(f"{term}*" for term in terms)):
        found = list(_matching(folder, match, given))
        if found:
            return [{**dict.fromkeys(columns(row["kind"])), **dict.fromkeys(("label", *ABOUT)), **row} for row in found]
    return []


def _matching(folder: Path, match: str, given: Mapping[str, str]) -> Iterator[Row]:
    left = MOST
    query = "SELECT fact.row FROM word JOIN fact ON fact.id = word.rowid WHERE word MATCH ?"
    gone: set[str] = set()
    parts = [name for name in (DELTA, BASE) if (folder / name).exists()]
    for name in parts:
        with closing(_opened(folder / name)) as index:
            for (text,) in index.execute(query, (match,)):
                row = json.loads(text)
                if name == BASE and row["document"] in gone:
                    continue
                if all(fold(str(row.get(key) or "")) == value for key, value in given.items()):
                    yield row
                    left -= 1
                    if not left:
                        return
            if name == DELTA:
                gone = {iri for (iri,) in index.execute("SELECT document FROM gone")}

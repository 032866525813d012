"""Reads gold annotations of both formats into `File`s: stand-off (offsets) and phrases.

Stand-off files name their text by its SHA-256 and every place by offsets; a value may itself be a place ("at") where
the words are not to be repeated. Phrase files (the development corpus beside the checkout) name phrases; those become
all the places where they stand. A file whose text is not here is skipped, a text that differs is an error.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.extraction.anchors import occurrences
from benchmarks.extraction.items import HEADER, KINDS, Document, File, Item
from ingest.text.view import Span

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
FOLDERS = {"sample": ROOT / "ingest" / "sample", "dev": CORPUS / "dev"}
GOLD = ROOT / "tests" / "gold"
DEV_GOLD = CORPUS / "dev-gold"

_PHRASE = {"assignments": "task", "targets": "indicator"}


class GoldError(ValueError):
    """An annotation that does not fit its text."""


def read_text(path: Path) -> str:
    """The kept text of a .txt file: decoded, nothing else."""
    return path.read_bytes().decode("utf-8")


def load_all(folders: Sequence[Path] | None = None) -> Iterator[tuple[File, Path]]:
    """Every annotated file whose text is here, with the path of that text; the held-out ones only when named."""
    for folder in folders or (GOLD, GOLD / "dev", DEV_GOLD):
        for path in sorted(folder.glob("*.json")):
            loaded = load(path)
            if loaded is not None:
                yield loaded


def load(path: Path) -> tuple[File, Path] | None:
    """One annotation file, or None when the text it annotates is not here."""
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    standoff = "sha256" in record
    text_path = FOLDERS[record["corpus"] if standoff else "dev"] / record["file"]
    if not text_path.is_file():
        return None
    raw = text_path.read_bytes()
    if standoff and hashlib.sha256(raw).hexdigest() != record["sha256"]:
        raise GoldError(f"{path.name}: {text_path.name} is not the text that was annotated")
    text = raw.decode("utf-8")
    read = _standoff_document if standoff else _phrase_document
    documents = tuple(read(document, text) for document in record["documents"])
    source = path.parent.name
    return File(record["file"], text, documents, source, tuple(record.get("notes", ()))), text_path


def resolve(value: object, text: str) -> object:
    """A value given as a place becomes the words that stand there, white space squeezed."""
    if isinstance(value, Mapping) and "at" in value:
        start, end = value["at"]
        return " ".join(text[start:end].split())
    if isinstance(value, list):
        return [resolve(one, text) for one in value]
    return value


def _standoff_document(record: Mapping[str, Any], text: str) -> Document:
    items: dict[str, tuple[Item, ...]] = {}
    for kind in KINDS:
        items[kind] = tuple(
            Item(
                kind,
                {k: resolve(v, text) for k, v in fact.items() if k not in ("at", "phrase")},
                tuple(Span(start, end) for start, end in fact.get("at", ())),
            )
            for fact in record.get(kind, ())
        )
    header = {name: resolve(value, text) for name, value in record["header"].items()}
    return Document(record["part"], header, items)


def _phrase_document(record: Mapping[str, Any], text: str) -> Document:
    header = {name: record.get("title_contains" if name == "title" else name) for name in HEADER}
    items: dict[str, tuple[Item, ...]] = {}
    for kind in KINDS:
        if kind in record:
            items[kind] = tuple(_phrase_item(kind, fact, text) for fact in record[kind])
    return Document(record["part"], header, items)


def _phrase_item(kind: str, fact: Any, text: str) -> Item:
    if kind == "recipients":
        return Item(kind, {"name": fact})
    if kind == "phases":
        return Item(kind, {"start_year": fact[0], "end_year": fact[1]})
    if kind == "awards":
        return Item(kind, {"award": fact} if isinstance(fact, str) else dict(fact))
    values = dict(fact)
    if kind == "reports":
        reporter = values.get("reporter")
        values["reporter"] = [part.strip() for part in reporter.split(";")] if reporter else []
    spans: tuple[Span, ...] = ()
    if kind in _PHRASE:
        phrase = values.pop(_PHRASE[kind])
        spans = tuple(occurrences(text, phrase) or occurrences(text, phrase, any_case=True))
        if kind == "targets":
            values["indicator"] = phrase
    return Item(kind, values, spans)

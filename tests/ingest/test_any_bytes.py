"""Any bytes go in and no exception comes out: a file is refused with a reason, or read, and then its text is kept.

What is read goes the whole way to triples, so no room may stumble either; every span of every fact lies in the text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.speed.texts import samples
from ingest.pipeline import read_document_facts
from ingest.readers import UnreadableFile, read_file
from ingest.text.view import Span
from ingest.triples import quads

TEXTS = [text.text for text in samples()]
SUFFIXES = (".txt", ".md", ".html", ".docx", ".pdf", ".eml", ".xlsx", ".rtf", ".zip", ".doc")


def spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from spans(getattr(value, f.name))


def goes_through(path: Path, data: bytes, *, plain: bool) -> None:
    path.write_bytes(data)
    try:
        source = read_file(path, path.parent)
    except UnreadableFile as refused:
        if not str(refused):
            pytest.fail("refused without a reason")
        return
    if plain:
        try:
            assert source.text == data.decode("utf-8-sig") or any("converted" in note for note in source.notes)
        except UnicodeDecodeError:
            assert source.text  # an older encoding
    facts = read_document_facts(source)
    assert facts.source.text == source.text
    for span in spans(facts.documents):
        assert span.end <= len(source.text)
    store = pyoxigraph.Store()
    store.bulk_load(b"".join(quads(facts, "test")), pyoxigraph.RdfFormat.N_QUADS)


def damaged_bytes(seed: int) -> bytes:
    """A stretch of a sample with bytes flipped, doubled, dropped and cut anywhere."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(TEXTS).encode())
    start = chance.randrange(len(data))
    data = data[start : start + chance.randrange(4000)]
    for _ in range(chance.choice((0, 1, 5, 60))):
        if not data:
            break
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(40)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(200)] * chance.randrange(4)
            case _:
                data[at:at] = chance.choice((b"\n", b"|", b"(", b"\x0c", b"\xcc\x81", b"**", b"\xef\xbb\xbf", b"\x00"))
    return bytes(data)


@given(st.binary(max_size=400), st.sampled_from(SUFFIXES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(tmp_path: Path, data: bytes, suffix: str) -> None:
    goes_through(tmp_path / f"a{suffix}", data, plain=False)


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_kept(tmp_path: Path, text: str) -> None:
    goes_through(tmp_path / "a.txt", text.encode("utf-8", "replace"), plain=True)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_samples(tmp_path: Path, seed: int) -> None:
    goes_through(tmp_path / "a.txt", damaged_bytes(seed), plain=False)


@pytest.mark.slow
def test_many_damaged_samples(tmp_path: Path) -> None:
    for seed in range(40, 4040):
        goes_through(tmp_path / "a.txt", damaged_bytes(seed), plain=False)

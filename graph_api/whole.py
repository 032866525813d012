"""The whole graph at once: export, SHACL report, figures.

In goes a store, out come a file, a report or a few numbers. Knows nothing of single documents.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from graph_api.errors import DaumoiError
from graph_api.prefixes import PREFIXES
from graph_api.store.base import Store


def write(path: Path, data: bytes) -> None:
    """A whole file or none: written beside its place, then renamed."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise DaumoiError("store_unwritable", f"cannot write {path}: {error.strerror}", "choose another -o") from None


def export(store: Store, path: Path) -> None:
    """Every quad, in the format that the file's ending names; Turtle holds all triples, without their graphs."""
    import pyoxigraph as ox

    known = {
        ".trig": ox.RdfFormat.TRIG,
        ".nq": ox.RdfFormat.N_QUADS,
        ".ttl": ox.RdfFormat.TURTLE,
        ".jsonld": ox.RdfFormat.JSON_LD,
    }
    wanted = known.get(path.suffix)
    if wanted is None:
        raise DaumoiError("bad_request", f"{path} has no ending that names a format", "use .trig, .nq, .ttl or .jsonld")
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryFile(prefix="daumoi-") as quads, beside.open("wb") as out:
            if wanted is ox.RdfFormat.N_QUADS or wanted == ox.RdfFormat.N_QUADS:
                store.dump(out)
            else:
                store.dump(quads)
                quads.seek(0)
                parsed = ox.parse(quads, ox.RdfFormat.N_QUADS)
                if wanted == ox.RdfFormat.TURTLE:
                    ox.serialize((quad.triple for quad in parsed), out, wanted, prefixes=PREFIXES)
                else:
                    ox.serialize(parsed, out, wanted, prefixes=PREFIXES)
        os.replace(beside, path)
    except OSError as error:
        raise DaumoiError("store_unwritable", f"cannot write {path}: {error.strerror}", "choose another -o") from None
    finally:
        beside.unlink(missing_ok=True)


def validate(store: Store, as_json: bool) -> tuple[int, str]:
    """(number of violations, report). Warnings are reported and do not count."""
    from ontology.validation import validate as check

    with tempfile.NamedTemporaryFile(prefix="daumoi-", suffix=".nq") as quads:
        store.dump(quads)
        quads.flush()
        report = check(Path(quads.name))
    violations = sum(result.severity == "violation" for result in report)
    if as_json:
        from dataclasses import asdict

        return violations, json.dumps([asdict(result) for result in report], ensure_ascii=False, indent=2)
    lines = [f"{result.severity}: {result.focus}: {result.message}" for result in report]
    lines.append(f"{violations} violations, {len(report) - violations} warnings")
    return violations, "\n".join(lines)


def status(store: Store, location: str) -> dict[str, Any]:
    """Figures of the current snapshot; zeros for an empty store."""
    from ontology import terms

    def count(pattern: str) -> int:
        rows = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        return int(rows[0]["n"]["value"]) if rows else 0

    return {
        "documents": count(f"?document <{terms.file}> ?file"),
        "facts": count(f"?fact <{terms.quote}> ?quote"),
        "triples": count("GRAPH ?g { ?s ?p ?o }"),
        "snapshot": store.snapshot(),
        "store": location,
    }


FILE_COLUMNS = ["file", "verdict", "format", "pages", "reader", "quality", "documents", "facts", "reason"]


def files(store: Store) -> list[dict[str, Any]]:
    """What became of every file that was given, by name: a row for each, archives and their members too."""
    from dataclasses import asdict

    from graph_api.ingesting import REFERENCE
    from graph_api.records import held

    return [
        {"file": name, **{key: value if value != "" else None for key, value in asdict(record.verdict).items()}}
        for name, record in sorted(held(store).items())
        if name != REFERENCE
    ]

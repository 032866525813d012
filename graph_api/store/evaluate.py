"""One query on one open engine store: text in, a finished answer out.

Used by the worker processes, by the store handle of the command line and by the writable store of the tests, so that
all of them mean the same by a dataset, by a row cap and by a format. Knows nothing of HTTP, processes or snapshots.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from graph_api.errors import DaumoiError
from graph_api.formats import BOOLEANS, GRAPHS, ROWS, TSV, Format, negotiate, rdf_format, result_format
from graph_api.store.base import Answer


@dataclass(frozen=True, slots=True)
class Job:
    """A query as the engine needs it.

    `capped` is the same query with its LIMIT lowered to one row more than `max_rows` (None: no cap).
    `default_graphs`, `named_graphs`: the dataset of the protocol, which goes before the query's own FROM.
    `own_dataset`: the query has FROM clauses. `union`: without any dataset, all graphs together are the default graph.
    `must_exist`: graphs named by FROM, refused when the store does not hold them.
    """

    query: str
    accept: str = "*/*"
    base_iri: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    own_dataset: bool = False
    must_exist: tuple[str, ...] = ()
    union: bool = True
    capped: str | None = None
    limited: str | None = None
    max_rows: int | None = None
    max_bytes: int | None = None


def evaluate(store: ox.Store, job: Job) -> Answer:
    """Runs the job. Raises DaumoiError for everything that is the query's fault."""
    for iri in job.must_exist:
        if not store.contains_named_graph(ox.NamedNode(iri)):
            raise DaumoiError(
                "graph_refused",
                f"FROM <{iri}> names a graph that the store does not hold",
                "leave FROM out to query all graphs; SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists them",
            )
    result = _run(store, job, job.capped or job.query)
    if isinstance(result, ox.QueryBoolean):
        return _boolean(result, job)
    if isinstance(result, ox.QuerySolutions):
        return _rows(store, result, job)
    return _triples(result, job)


def _run(store: ox.Store, job: Job, text: str) -> ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples:
    given = bool(job.default_graphs or job.named_graphs)
    try:
        return store.query(
            text,
            base_iri=job.base_iri,
            use_default_graph_as_union=job.union and not given and not job.own_dataset,
            default_graph=[ox.NamedNode(iri) for iri in job.default_graphs] if given else None,
            named_graphs=[ox.NamedNode(iri) for iri in job.named_graphs] if given else None,
        )
    except SyntaxError as error:
        raise DaumoiError(
            "query_syntax", f"the query is wrong: {_short(error)}", "check it at the place named"
        ) from None
    except ValueError as error:
        raise DaumoiError(
            "bad_request", f"the query's dataset is wrong: {_short(error)}", "give absolute IRIs"
        ) from None
    except (OSError, RuntimeError) as error:
        raise _stopped(error) from None


def _stopped(error: Exception) -> DaumoiError:
    if "is not supported" in str(error):
        return DaumoiError("query_unsupported", _short(error), "use functions of SPARQL 1.1 only")
    return DaumoiError("query_failed", f"the engine stopped: {_short(error)}", "simplify the query")


def _boolean(result: ox.QueryBoolean, job: Job) -> Answer:
    wanted = negotiate(job.accept, BOOLEANS)
    if wanted.name in ("csv", "tsv"):
        return Answer(b"true\n" if bool(result) else b"false\n", wanted.content_type, 1)
    return Answer(result.serialize(format=result_format(wanted)) or b"", wanted.content_type, 1)


def _rows(store: ox.Store, result: ox.QuerySolutions, job: Job) -> Answer:
    wanted = negotiate(job.accept, ROWS)
    body = _serialize(result, wanted, job)
    # A row takes two bytes at least, so a short body cannot hold more rows than the cap: counting is rarely needed.
    if job.max_rows is None or job.capped is None or len(body) <= 2 * job.max_rows:
        return Answer(body, wanted.content_type)
    rows = _count(body, wanted)
    if rows <= job.max_rows:
        return Answer(body, wanted.content_type, rows)
    again = _run(store, job, job.limited or job.query)
    assert isinstance(again, ox.QuerySolutions)
    return Answer(_serialize(again, wanted, job), wanted.content_type, job.max_rows, truncated=True)


def _serialize(result: ox.QuerySolutions, wanted: Format, job: Job) -> bytes:
    out = _Bounded(job.max_bytes)
    try:
        result.serialize(out, format=result_format(wanted))
    except DaumoiError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise _stopped(error) from None
    return out.getvalue()


def _triples(result: ox.QueryTriples, job: Job) -> Answer:
    wanted = negotiate(job.accept, GRAPHS)
    try:
        triples = list(result) if job.max_rows is None else list(islice(result, job.max_rows + 1))
    except (OSError, RuntimeError) as error:
        raise _stopped(error) from None
    truncated = job.max_rows is not None and len(triples) > job.max_rows
    if truncated:
        triples.pop()
    out = _Bounded(job.max_bytes)
    ox.serialize(triples, out, rdf_format(wanted))
    return Answer(out.getvalue(), wanted.content_type, len(triples), truncated)


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow past `limit` bytes."""

    def __init__(self, limit: int | None) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data: object) -> int:
        if self.limit is not None and self.tell() + len(data) > self.limit:  # type: ignore[arg-type]
            raise DaumoiError(
                "result_too_large",
                f"the answer has more than {self.limit:,} bytes",
                "add LIMIT, or ask for fewer columns",
            )
        return super().write(data)  # type: ignore[arg-type]


def _count(body: bytes, wanted: Format) -> int:
    if wanted.name == "csv":
        return max(0, sum(1 for _ in csv.reader(io.StringIO(body.decode()))) - 1)
    if wanted is TSV:
        return max(0, body.count(b"\n") - 1)  # the engine escapes line ends inside values
    parsed = ox.parse_query_results(body, result_format(wanted))
    return sum(1 for _ in parsed) if isinstance(parsed, ox.QuerySolutions) else 1


def _short(error: BaseException) -> str:
    """The engine's words, cut: a parser error may list hundreds of character classes."""
    text = " ".join(str(error).split())
    return text if len(text) <= 300 else text[:300] + " …"

"""The command `daumoi`: words on a command line become calls of ingest, store, queries and viz.

It composes and prints; it holds no logic of its own. Heavy imports stand inside the commands, so that `daumoi --help`
and small commands start at once.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph_api import cli_store
from graph_api.cli_common import JsonOption, StoreOption, opened, settings_for, told
from graph_api.errors import DaumoiError

if TYPE_CHECKING:
    from graph_api.ingesting import Outcome, Report

app = typer.Typer(
    name="daumoi",
    help="Đầu mối: cơ quan nào chịu trách nhiệm việc gì, ở đâu, theo văn bản nào.\n\n"
    "Who answers for what, where, by which document: reads directive documents into a graph and answers from it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class RowFormat(StrEnum):
    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    ttl = "ttl"


class SparqlFormat(StrEnum):
    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    ttl = "ttl"
    nt = "nt"
    rdf = "rdf"
    jsonld = "jsonld"
    trig = "trig"


class AskFormat(StrEnum):
    text = "text"
    json = "json"


PlaceOption = Annotated[str | None, typer.Option("--place", envvar="DAUMOI_PLACE", help="A place, by any spelling.")]
RowFormatOption = Annotated[
    RowFormat, typer.Option("--format", "-f", envvar="DAUMOI_FORMAT", help="ttl is for graphs only.")
]
FieldOption = Annotated[str | None, typer.Option("--field", envvar="DAUMOI_FIELD", help="A field, by slug or name.")]


# documents in and out


@app.command()
@told
def ingest(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH...", help="Files and folders.")] = None,
    store: StoreOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, envvar="DAUMOI_JOBS", help="Processes that read; 0: one per core.")
    ] = 0,
    json: JsonOption = False,
    sample: Annotated[
        bool, typer.Option("--sample", envvar="DAUMOI_SAMPLE", help="The five documents shipped with daumoi.")
    ] = False,
) -> None:
    """Reads files and folders, adds or replaces their documents, publishes one new snapshot.

    The same file read by the same engine version changes nothing. Exit code 1: some file failed and is named with its
    reason, the rest is in.
    """
    from graph_api import ingesting, reading
    from graph_api.progress import progress

    wanted = list(paths or [])
    if sample:
        wanted.append(reading.sample())
    if not wanted:
        raise DaumoiError("bad_request", "no PATH was given", "name files or folders, or use --sample")
    settings = settings_for(store)
    with progress(quiet=json) as advance:

        def tell(outcome: Outcome, done: int, total: int) -> None:
            advance(done, total, outcome.file, outcome.pages)
            _tell(outcome, json)

        report = ingesting.ingest(wanted, opened(settings, filled=False), settings, jobs, tell)
    _conclude(report, json)
    if report.count("failed"):
        raise typer.Exit(1)


@app.command()
@told
def watch(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Ingested now, and again whenever it changes.")],
    store: StoreOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, envvar="DAUMOI_JOBS", help="Processes that read; 0: one per core.")
    ] = 0,
    json: JsonOption = False,
) -> None:
    """Ingests a folder and goes on as files come, change and go. Stopped with Ctrl-C; nothing is lost by it."""
    from graph_api import watching

    settings = settings_for(store)
    reports = watching.watch(
        folder, opened(settings, filled=False), settings, jobs, lambda outcome, done, total: _tell(outcome, json)
    )
    for report in reports:
        if report.outcomes:
            _conclude(report, json)


@app.command()
@told
def remove(
    names: Annotated[list[str], typer.Argument(metavar="FILE_OR_DOCUMENT...", help="As the store names them.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Takes documents out, in a new snapshot."""
    from graph_api import ingesting

    settings = settings_for(store)
    report = ingesting.remove(names, opened(settings), settings)
    for outcome in report.outcomes:
        _tell(outcome, json)
    _conclude(report, json)


def _tell(outcome: Outcome, json: bool) -> None:
    if json:
        from dataclasses import asdict
        from json import dumps

        typer.echo(dumps(asdict(outcome), ensure_ascii=False))
    if outcome.state == "failed":
        typer.echo(f"{outcome.file}: {outcome.reason}", err=True)


def _conclude(report: Report, json: bool) -> None:
    states = ("added", "replaced", "unchanged", "removed", "skipped", "failed")
    counts = {state: report.count(state) for state in states if report.count(state)}
    if json:
        from json import dumps

        typer.echo(dumps({"snapshot": report.snapshot, "published": report.published, **counts}))
        return
    said = ", ".join(f"{number} {state}" for state, number in counts.items()) or "nothing to do"
    typer.echo(f"{said}; snapshot {report.snapshot}{'' if report.published else ' (unchanged)'}")


@app.command()
@told
def text(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file to read.")],
) -> None:
    """The kept text of a file, to stdout: what offsets of facts count in."""
    from ingest.readers import UnreadableFile, read_file

    path = Path(file)
    try:
        source = read_file(path, path.parent)
    except UnreadableFile as error:
        raise DaumoiError("unreadable", f"{file}: {error}") from None
    sys.stdout.buffer.write(source.text.encode("utf-8"))
    sys.stdout.buffer.flush()


# questions


@app.command()
@told
def query(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="See --list.")] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="K=V", envvar="DAUMOI_PARAM", help="A parameter; may be repeated."),
    ] = None,
    format: RowFormatOption = RowFormat.table,
    store: StoreOption = None,
    list_: Annotated[bool, typer.Option("--list", envvar="DAUMOI_LIST", help="Name all saved queries.")] = False,
) -> None:
    """Runs a saved query."""
    from graph_api import saved

    if list_:
        for line in saved.listing(settings_for(store)):
            typer.echo(line)
        return
    if not name:
        raise DaumoiError("bad_request", "no NAME was given", "`daumoi query --list` names all saved queries")
    settings = settings_for(store)
    typer.echo(saved.run_as(name, saved.pairs(param or []), format.value, opened(settings), settings), nl=False)


@app.command()
@told
def sparql(
    file: Annotated[str, typer.Argument(metavar="FILE_OR_-", help="A query; - reads stdin.")],
    format: Annotated[
        SparqlFormat | None,
        typer.Option("--format", "-f", envvar="DAUMOI_FORMAT", help="Default: table for rows, ttl for graphs."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Runs any SPARQL 1.1 query."""
    from graph_api import saved

    if file == "-":
        query_text = sys.stdin.read()
    else:
        try:
            query_text = Path(file).read_text(encoding="utf-8")
        except OSError as error:
            raise DaumoiError("unreadable", f"{file}: {error.strerror}", "name a file with a query, or -") from None
        except UnicodeDecodeError:
            raise DaumoiError("unreadable", f"{file} is not UTF-8", "save it as UTF-8") from None
    settings = settings_for(store)
    shown = saved.run_text(query_text, format.value if format else None, opened(settings), settings)
    sys.stdout.buffer.write(shown)
    sys.stdout.buffer.flush()


@app.command()
@told
def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION")],
    on: Annotated[str | None, typer.Option("--on", envvar="DAUMOI_ON", help="The day asked about, YYYY-MM-DD.")] = None,
    format: Annotated[AskFormat, typer.Option("--format", "-f", envvar="DAUMOI_FORMAT")] = AskFormat.text,
    store: StoreOption = None,
) -> None:
    """Answers a question in Vietnamese (with or without accents) or English."""
    from json import dumps

    from graph_api.rest.ask import answer

    settings = settings_for(store)
    body = answer(" ".join(question), opened(settings), settings, on=on)
    typer.echo(dumps(body, ensure_ascii=False, indent=2) if format is AskFormat.json else body["text"])


# views and the whole graph


@app.command()
@told
def places(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In any spelling, with or without accents.")],
    format: RowFormatOption = RowFormat.table,
    store: StoreOption = None,
) -> None:
    """Territorial units by name, before and after July 2025."""
    _named("places", name, format, store)


@app.command()
@told
def bodies(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In any spelling; all its words must be in the name.")],
    format: RowFormatOption = RowFormat.table,
    store: StoreOption = None,
) -> None:
    """Offices and other bodies that documents name."""
    _named("bodies", name, format, store)


def _named(what: str, name: str, format: RowFormat, store: str | None) -> None:
    from graph_api import saved
    from graph_api.names import Names

    names = Names(opened(settings_for(store)).select)
    rows = names.places(name) if what == "places" else names.bodies(name)
    if not rows:
        code = "place_unknown" if what == "places" else "body_unknown"
        raise DaumoiError(code, f"nothing is called {name!r}", "names match with or without accents")
    typer.echo(saved.written(rows, list(rows[0]), format.value), nl=False)


@app.command("map")
@told
def map_(
    output: Annotated[Path, typer.Option("-o", "--output", envvar="DAUMOI_OUTPUT", help="The page to write.")],
    place: PlaceOption = None,
    field: FieldOption = None,
    store: StoreOption = None,
    lang: Annotated[str, typer.Option("--lang", envvar="DAUMOI_LANG", help="vi or en.")] = "vi",
) -> None:
    """One self-contained interactive HTML page of who is responsible for what."""
    from graph_api import saved, whole

    settings = settings_for(store)
    page = saved.map_page(opened(settings), settings, place=place, field=field, lang=lang)
    whole.write(output, page.encode("utf-8"))


@app.command()
@told
def export(
    output: Annotated[
        Path, typer.Option("-o", "--output", envvar="DAUMOI_OUTPUT", help="A file .trig, .nq, .ttl or .jsonld.")
    ],
    store: StoreOption = None,
) -> None:
    """The whole graph."""
    from graph_api import whole

    whole.export(opened(settings_for(store)), output)


@app.command()
@told
def validate(store: StoreOption = None, json: JsonOption = False) -> None:
    """SHACL report over the whole graph. Exit code 1 on a violation, 0 when there are only warnings."""
    from graph_api import whole

    violations, report = whole.validate(opened(settings_for(store)), json)
    typer.echo(report)
    if violations:
        raise typer.Exit(1)


@app.command()
@told
def status(
    store: StoreOption = None,
    json: JsonOption = False,
    files: Annotated[
        bool, typer.Option("--files", envvar="DAUMOI_FILES", help="What became of every file instead.")
    ] = False,
) -> None:
    """Documents, facts, triples, snapshot, store."""
    from json import dumps

    from graph_api import saved, whole

    settings = settings_for(store)
    if files:
        rows = whole.files(opened(settings, filled=False))
        if json:
            typer.echo(dumps(rows, ensure_ascii=False))
        else:
            typer.echo(saved.written(rows, whole.FILE_COLUMNS, "table"), nl=False)
        return
    figures = whole.status(opened(settings, filled=False), settings.store)
    if json:
        typer.echo(dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            typer.echo(f"{name:<10} {value}")


@app.command()
@told
def changes(
    limit: Annotated[int, typer.Option("--limit", min=1, envvar="DAUMOI_LIMIT", help="Snapshots, newest first.")] = 20,
    format: RowFormatOption = RowFormat.table,
    store: StoreOption = None,
) -> None:
    """What each snapshot changed: documents added, replaced, removed, and fields that changed their lead."""
    from graph_api import changes as kept
    from graph_api import saved

    records = opened(settings_for(store)).changes(limit)
    typer.echo(saved.written(list(kept.rows(records)), kept.COLUMNS, format.value), nl=False)


@app.command()
@told
def serve(
    host: Annotated[str, typer.Option("--host", envvar="DAUMOI_HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, envvar="DAUMOI_PORT", help="0: any free port.")
    ] = 8000,
    store: StoreOption = None,
) -> None:
    """The web application."""
    from graph_api.serving import run

    run(settings_for(store, host=host, port=port))


cli_store.register(app)


class Transport(StrEnum):
    stdio = "stdio"
    http = "http"


@app.command()
@told
def mcp(
    transport: Annotated[
        Transport, typer.Option("--transport", envvar="DAUMOI_TRANSPORT", help="http serves at /mcp.")
    ] = Transport.stdio,
    host: Annotated[str, typer.Option("--host", envvar="DAUMOI_HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, envvar="DAUMOI_PORT", help="0: any free port.")
    ] = 8000,
    store: StoreOption = None,
) -> None:
    """The same abilities for language-model agents, over the Model Context Protocol. Needs `daumoi[mcp]`."""
    settings = settings_for(store, host=host, port=port)
    try:
        from graph_api.mcp import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise DaumoiError("not_found", "the package mcp is not installed", "pip install 'daumoi[mcp]'") from None
    run(opened(settings), settings, http=transport is Transport.http)


def main() -> None:
    app()


if __name__ == "__main__":
    main()

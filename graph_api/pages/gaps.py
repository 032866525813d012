"""The gaps page: fields without owner, tasks with two leads, broken chains, bodies that are gone, duties to report."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from graph_api.pages.frame import Frame, csv_file, download, json_file
from viz import duties, figures, gaps
from viz.chain import document_name
from viz.rows import Row, by_document, sentence_link, text, with_documents

COLUMNS = ("place", "level", "field", "label", "siblings", "above")


def page(frame: Frame) -> Response:
    documents = frame.documents()
    coverage = frame.site.rows("coverage")
    found = [gap for gap in open_fields(frame) if _wanted(frame, gap)]
    reports = _here(frame, frame.site.rows("reporting"), documents)
    dated = duties.duties(reports, frame.links)
    if frame.state.get("format") == "ics":
        body = duties.ics(dated, frame.words, frame.site.today())
        return download("bao-cao.ics", body, "text/calendar; charset=utf-8")
    records = [
        {"place": g.place, "level": g.level, "field": g.field, "label": g.label, "siblings": "; ".join(g.siblings),
         "above": "; ".join(g.above)}
        for g in found
    ]  # fmt: skip
    if frame.state.get("format") == "csv":
        return csv_file("gaps", COLUMNS, records)
    leads = _two_leads(frame, documents)
    broken = _broken(frame, documents)
    if frame.state.get("format") == "json":
        return json_file("gaps", {"unowned": records, "two_leads": leads, "broken": broken, "reporting": reports})
    undated = duties.undated(dated)
    gone = _gone(frame, documents)
    counts = (len(found), len(leads), len(broken), len(gone), len(dated))
    keys = ("unowned", "two_leads", "broken", "gone", "duties")
    context: dict[str, object] = {
        "index": [(key, f"gaps.{key}", count) for key, count in zip(keys, counts, strict=True)],
        "places": frame.places(),
        "fields": frame.fields(coverage),
        "unowned": found,
        "above": any(gap.above for gap in found),
        "two_leads": leads,
        "broken": broken,
        "gone": gone,
        "gone_on": frame.day(),
        "months": duties.by_month(dated),
        "recurring": [duty for duty in undated if text(duty.row, "recurrence") not in ("", "adhoc", "once")],
        "timeless": [duty for duty in undated if text(duty.row, "recurrence") in ("", "adhoc", "once")],
    }
    return frame.html("gaps.html", "gaps", frame.words("gaps.title"), context)


def open_fields(frame: Frame) -> list[gaps.Unowned]:
    """The gaps of all places, among the documents dated up to the day of the state."""

    def count() -> list[gaps.Unowned]:
        documents = frame.documents()
        known = {text(row, "document") for row in documents}
        given = [row for row in frame.site.rows("assignments") if text(row, "document") in known]
        return gaps.unowned(given, documents, frame.site.rows("references"), frame.campaigns())

    return frame.site.kept(("gaps", frame.state.on), count)


def _wanted(frame: Frame, gap: gaps.Unowned) -> bool:
    at = not frame.state.place or frame.is_place({"place": gap.place, "place_iri": gap.place_iri})
    return at and (not frame.state.field or frame.is_field({"field": gap.field, "field_label": gap.label}))


def _here(frame: Frame, rows: Sequence[Row], documents: Sequence[Row]) -> list[Row]:
    """Rows of the documents in view: of the place of the state, if any, and dated up to its day."""
    known = {text(row, "document") for row in documents if not frame.state.place or frame.is_place(row)}
    return [row for row in with_documents(rows, documents) if text(row, "document") in known]


def _two_leads(frame: Frame, documents: Sequence[Row]) -> list[dict[str, object]]:
    rows = _here(frame, frame.site.rows("assignments", role="lead"), documents)
    if frame.state.field:
        rows = [row for row in rows if frame.is_field(row)]
    return [
        {
            "label": text(pair[0], "field_label"),
            "place": text(pair[0], "place"),
            "rows": [{**row, "href": sentence_link(frame.links, row)} for row in pair],
        }
        for pair in figures.two_leads(rows)
    ]


def _broken(frame: Frame, documents: Sequence[Row]) -> list[dict[str, object]]:
    index = by_document(frame.site.rows("documents"))
    rows = _here(frame, frame.site.rows("references"), documents)
    return [
        {
            "name": found.name,
            "href": frame.links.document(found.document),
            "citing": [
                {"name": document_name(index.get(iri, {}), frame.words), "href": frame.links.document(iri)}
                for iri in found.citing
            ],
        }
        for found in figures.broken_chains(rows)
    ]


def _gone(frame: Frame, documents: Sequence[Row]) -> list[dict[str, object]]:
    """Bodies with work that had ceased by the day, whose heir no instrument names."""
    heirless = {iri for iri, ceased in frame.ceased().items() if not ceased.has_heir}
    found: dict[str, dict[str, object]] = {}
    for row in _here(frame, frame.site.rows("assignments"), documents) if heirless else ():
        if text(row, "body_iri") in heirless:
            found.setdefault(text(row, "body_iri"), {**row, "href": sentence_link(frame.links, row)})
    return list(found.values())

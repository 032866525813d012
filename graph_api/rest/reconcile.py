"""The Reconciliation Service API 0.2: OpenRefine matches a column of place or office names against the graph.

Places come from the gazetteer, with or without documents about them; bodies from the saved query `bodies`, read once
per snapshot. This module only translates the protocol; ingest/resolve/match.py scores.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from graph_api.errors import DaumoiError
from ingest.facts import Level
from ingest.resolve.gazetteer import BASE, Gazetteer, Unit
from ingest.resolve.match import Named, match_names, match_places
from ingest.resolve.places import first_day

router = APIRouter(tags=["reconciliation"])

SCHEMA = "https://w3id.org/daumoi/ns#"
MAX_QUERIES = 500  # of one batch; OpenRefine sends 10 at a time
MAX_CANDIDATES = 50
BODY = "Body"
TYPES: dict[str, tuple[str, str]] = {
    "Place": ("Đơn vị hành chính / territorial unit", ""),
    "Province": ("Cấp tỉnh / province", "Place"),
    "District": ("Cấp huyện / district (to 30/06/2025)", "Place"),
    "Commune": ("Cấp xã / commune", "Place"),
    BODY: ("Cơ quan, đơn vị / office or body", ""),
}
LEVEL_OF = {"Province": Level.PROVINCE, "District": Level.DISTRICT, "Commune": Level.COMMUNE}
PROPERTIES = {
    "within": "Đơn vị cấp trên / unit above",
    "on": "Vào ngày / on the day (YYYY-MM-DD)",
    "kind": "Loại đơn vị / type of unit",
    "level": "Cấp / level",
    "code": "Mã chính thức / official code",
    "validFrom": "Có hiệu lực từ / valid from",
    "validTo": "Đến hết / valid to",
    "successors": "Đơn vị kế thừa / successors",
    "place": "Địa bàn / place of a body",
}
PLACE_PROPERTIES = ("within", "kind", "level", "code", "validFrom", "validTo", "successors")


class Bodies:
    """The bodies of the current snapshot as named things, read again when the snapshot changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: str | None = None
        self._things: tuple[Named, ...] = ()

    def of(self, services: Any) -> Sequence[Named]:
        """All bodies with their labels."""
        with self._lock:
            snapshot = services.snapshot()
            if snapshot != self._snapshot:
                self._things = tuple(_named(row, services.settings.base) for row in services.rows("bodies"))
                self._snapshot = snapshot
            return self._things


def _named(row: Mapping[str, Any], base: str) -> Named:
    others = tuple(label for label in str(row.get("other_labels") or "").split("; ") if label)
    iri = str(row["body_iri"])
    return Named(iri.removeprefix(base), str(row["body"]), others, (BODY,), str(row.get("place") or ""))


BODIES = Bodies()


@router.get("/reconcile", summary="Reconciliation service: manifest, or a batch of queries")
@router.post("/reconcile", summary="Reconciliation service: a batch of queries, or data extension")
async def reconcile(request: Request) -> Response:
    """Without parameters the manifest; with `queries` candidates for each; with `extend` values of properties."""
    form = dict(request.query_params)
    if request.method == "POST":
        form |= await _form(request)
    services = request.app.state.services
    if "queries" in form:
        batch = _parsed(form["queries"], "queries")
        return JSONResponse(await run_in_threadpool(answer_batch, batch, services))
    if "extend" in form:
        return JSONResponse(await run_in_threadpool(extend, _parsed(form["extend"], "extend"), services))
    return JSONResponse(manifest(_public(request), services.settings.base))


async def _form(request: Request) -> dict[str, str]:
    content = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content not in ("application/x-www-form-urlencoded", ""):
        raise DaumoiError("media_type_refused", f"{content} is not served", "send application/x-www-form-urlencoded")
    limit = request.app.state.settings.max_body_bytes
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise DaumoiError("body_too_large", f"the body has more than {limit} bytes", "send smaller batches")
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise DaumoiError("bad_request", f"{name} is not JSON", "see the Reconciliation Service API 0.2") from None
    if not isinstance(value, dict):
        raise DaumoiError("bad_request", f"{name} is not a JSON object", "see the Reconciliation Service API 0.2")
    return value


def _public(request: Request) -> str:
    given = request.app.state.settings.public_url
    return str(given or request.base_url).rstrip("/")


def manifest(public: str, base: str = BASE) -> dict[str, Any]:
    """What the service offers, for a client that begins. `public`: URL of the server."""
    own = f"{public}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "đầu mối",
        "identifierSpace": base,
        "schemaSpace": SCHEMA,
        "documentation": f"{public}/openapi.json",
        "view": {"url": f"{public}/id/{{{{id}}}}"},
        "defaultTypes": [_type(name) for name in TYPES],
        "suggest": {
            kind: {"service_url": own, "service_path": f"/suggest/{kind}"} for kind in ("entity", "type", "property")
        },
        "extend": {"propose_properties": {"service_url": own, "service_path": "/extend/propose"}},
    }


def _type(name: str) -> dict[str, Any]:
    label, broader = TYPES[name]
    found: dict[str, Any] = {"id": name, "name": label}
    if broader:
        found["broader"] = [{"id": broader, "name": TYPES[broader][0]}]
    return found


def answer_batch(batch: Mapping[str, Any], services: Any) -> dict[str, Any]:
    """Candidates for every query of a batch."""
    if len(batch) > MAX_QUERIES:
        raise DaumoiError("bad_request", f"the batch has more than {MAX_QUERIES} queries", "send smaller batches")
    return {key: {"result": candidates(query, services)} for key, query in batch.items()}


def candidates(query: Any, services: Any) -> list[dict[str, Any]]:
    """Candidates for one query, best first. Raises DaumoiError("bad_request") if it is none."""
    if not isinstance(query, Mapping):
        raise DaumoiError("bad_request", "a query is not a JSON object", 'for example {"q0": {"query": "Thanh Miện"}}')
    text = query.get("query", "")
    if not isinstance(text, str):
        raise DaumoiError("bad_request", "query is not a string", 'for example {"query": "Thanh Miện"}')
    given = query.get("type") or []
    types = [given] if isinstance(given, str) else [str(t) for t in given] if isinstance(given, list) else []
    limit = query.get("limit", 10)
    limit = min(max(int(limit), 1), MAX_CANDIDATES) if isinstance(limit, int | float) else 10
    context = _context(query.get("properties"))
    found: list[dict[str, Any]] = []
    if not types or set(types) & {"Place", *LEVEL_OF}:
        found += _places(text, types, context, limit)
    if not types or BODY in types:
        found += _bodies(text, context, limit, services)
    found.sort(key=lambda c: -c["score"])
    if sum(c["match"] for c in found) > 1:  # a place and a body at once: nothing is certain
        found = [{**c, "match": False} for c in found]
    return found[:limit]


def _context(properties: Any) -> dict[str, str]:
    """The values of a query's properties as strings, the first of several."""
    found: dict[str, str] = {}
    for entry in properties if isinstance(properties, list) else ():
        if isinstance(entry, Mapping) and isinstance(entry.get("pid"), str):
            value = entry.get("v")
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, Mapping):
                value = value.get("id") or value.get("name")
            if value not in (None, "", []):
                found[entry["pid"]] = str(value)
    return found


def _places(text: str, types: list[str], context: Mapping[str, str], limit: int) -> list[dict[str, Any]]:
    levels = {LEVEL_OF[t] for t in types if t in LEVEL_OF}
    level: str | None = context.get("level") or (next(iter(levels)).value if len(levels) == 1 else None)
    within = context.get("within") or context.get("place")
    on = first_day(context["on"]) if "on" in context else None
    matches = match_places(text, kind=context.get("kind"), level=level, within=within, on=on, limit=limit)
    if levels and level is None:
        matches = [m for m in matches if m.unit.level in levels]
    return [_place_entry(m.unit, m.score, m.certain) for m in matches]


def _place_entry(unit: Unit, score: float, certain: bool) -> dict[str, Any]:
    kind = unit.level.value.capitalize()
    return {
        "id": f"place/{unit.id}",
        "name": unit.full_name,
        "description": describe(unit),
        "score": score,
        "match": certain,
        "type": [{"id": kind, "name": TYPES[kind][0]}, {"id": "Place", "name": TYPES["Place"][0]}],
    }


def describe(unit: Unit) -> str:
    """What tells namesakes apart: the units above, and the days between which it stood."""
    gazetteer = Gazetteer.load()
    above, outer = [], gazetteer.parent(unit)
    while outer:
        above.append(outer.full_name)
        outer = gazetteer.parent(outer)
    since = f"từ {unit.valid_from:%d/%m/%Y}" if unit.valid_from and unit.sure_from else ""
    until = f"đến {unit.valid_to:%d/%m/%Y}" if unit.valid_to and unit.sure_to else ""
    return ", ".join(part for part in (*above, f"mã {unit.code}", since, until) if part)


def _bodies(text: str, context: Mapping[str, str], limit: int, services: Any) -> list[dict[str, Any]]:
    things = BODIES.of(services)
    where = context.get("place") or context.get("within")
    if where:
        inside = {t.id for t in things if where.casefold() in f"{t.label} {t.detail}".casefold()}
        things = [t for t in things if t.id in inside]
    return [_body_entry(m.named, m.score, m.certain) for m in match_names(text, things, limit=limit)]


def _body_entry(thing: Named, score: float, certain: bool) -> dict[str, Any]:
    types = [{"id": BODY, "name": TYPES[BODY][0]}]
    found = {"id": thing.id, "name": thing.label, "score": score, "match": certain, "type": types}
    return found | ({"description": thing.detail} if thing.detail else {})


@router.get("/reconcile/suggest/entity", summary="Entities whose name begins with, or is near, a prefix")
def suggest_entity(request: Request, prefix: str = "", cursor: int = Query(0, ge=0)) -> dict[str, Any]:
    """For auto-completion; `cursor` leaves out the first ones."""
    found = candidates({"query": prefix, "limit": MAX_CANDIDATES}, request.app.state.services)
    keep = ("id", "name", "description")
    results = [{k: c[k] for k in keep if k in c} | {"notable": c["type"]} for c in found[cursor:]]
    return {"result": results}


@router.get("/reconcile/suggest/type", summary="Types whose name holds a prefix")
def suggest_type(prefix: str = "") -> dict[str, Any]:
    """All types for an empty prefix."""
    return {"result": [_type(name) for name, (label, _) in TYPES.items() if _holds(prefix, name, label)]}


@router.get("/reconcile/suggest/property", summary="Properties whose name holds a prefix")
def suggest_property(prefix: str = "") -> dict[str, Any]:
    """All properties for an empty prefix."""
    return {"result": [{"id": k, "name": v} for k, v in PROPERTIES.items() if _holds(prefix, k, v)]}


@router.get("/reconcile/extend/propose", summary="Properties that can be fetched for a type")
def propose(type: str = "Place") -> dict[str, Any]:
    """The properties of places, or of bodies."""
    names = ("place",) if type == BODY else PLACE_PROPERTIES
    return {"type": type, "properties": [{"id": name, "name": PROPERTIES[name]} for name in names]}


def _holds(prefix: str, *names: str) -> bool:
    return any(prefix.casefold() in name.casefold() for name in names)


def extend(asked: Mapping[str, Any], services: Any) -> dict[str, Any]:
    """Values of properties for identifiers; unknown identifiers and properties have none."""
    ids, properties = asked.get("ids", []), asked.get("properties", [])
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise DaumoiError("bad_request", "extend needs ids and properties", 'for example {"ids": [], "properties": []}')
    if len(ids) > MAX_QUERIES:
        raise DaumoiError("bad_request", f"extend names more than {MAX_QUERIES} ids", "send smaller batches")
    names = [p["id"] for p in properties if isinstance(p, Mapping) and isinstance(p.get("id"), str)]
    bodies = {t.id: t for t in BODIES.of(services)} if any(not str(i).startswith("place/") for i in ids) else {}
    rows = {str(i): {name: _values(str(i), name, bodies) for name in names} for i in ids}
    return {"meta": [{"id": name, "name": PROPERTIES.get(name, name)} for name in names], "rows": rows}


def _values(entity: str, name: str, bodies: Mapping[str, Named]) -> list[dict[str, Any]]:
    unit = Gazetteer.load().get(entity) if "place/" in entity else None
    if unit is None:
        thing = bodies.get(entity)
        return [{"str": thing.detail}] if thing and name == "place" and thing.detail else []
    if name == "within":
        return _references(u for u in [Gazetteer.load().parent(unit)] if u)
    if name == "successors":
        return _references(s.unit for s in Gazetteer.load().successors(unit) if not s.minor and s.unit is not unit)
    if name in ("validFrom", "validTo"):
        return _day(*((unit.valid_from, unit.sure_from) if name == "validFrom" else (unit.valid_to, unit.sure_to)))
    plain = {"code": unit.code, "kind": unit.kind, "level": unit.level.value}
    return [{"str": plain[name]}] if name in plain else []


def _references(units: Iterable[Unit]) -> list[dict[str, Any]]:
    return [{"id": f"place/{u.id}", "name": u.full_name} for u in units]


def _day(day: date | None, sure: bool) -> list[dict[str, Any]]:
    return [{"date": f"{day.isoformat()}T00:00:00Z"}] if day and sure else []

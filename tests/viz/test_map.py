"""Protects the map: self-contained, opaque identifiers, nothing from a document is ever markup or a resource."""

import json
import re
from html import unescape

import pytest
from view_rows import PLAN, assignment, assignments, chain_rows, document, documents

from viz import map as viz_map
from viz.strings import Words

VI = Words("vi")


def block(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, list[dict[str, object]]] = json.loads(found[1])
    return data


def page(**wishes: str) -> str:
    return viz_map.page(assignments(), documents(), chain=chain_rows(), **wishes)  # type: ignore[arg-type]


def test_page_loads_nothing() -> None:
    html = page()
    own = re.sub(r"<script>.*?</script>", "", html, flags=re.S)  # vis-network names its homepage in a comment
    assert not re.search(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", own)
    assert "<link" not in own
    assert "@import" not in own
    assert "url(" not in own


def test_policy_allows_exactly_the_inlined_scripts_and_styles() -> None:
    html = page()
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1])  # type: ignore[index]
    scripts = re.findall(r"<script>(.*?)</script>", html, re.S)
    assert len(scripts) == 2
    for script in scripts:
        assert viz_map._hash(script) in policy
    assert viz_map._hash(re.search(r"<style>(.*?)</style>", html, re.S)[1]) in policy  # type: ignore[index]
    assert "unsafe" not in policy


def test_language_is_declared() -> None:
    assert '<html lang="vi">' in page()
    assert '<html lang="en">' in page(lang="en")


def test_nodes_have_opaque_ids_positions_and_kinds_and_physics_is_off() -> None:
    data = block(page())
    assert all(re.fullmatch(r"n\d+", str(node["id"])) for node in data["nodes"])
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in data["nodes"])
    kinds = [node["kind"] for node in data["nodes"]]
    assert (kinds.count("place"), kinds.count("office"), kinds.count("field")) == (1, 4, 5)
    assert kinds.count("ghost") == 2
    assert data["options"] == {"physics": {"enabled": False}}


def test_every_stated_line_carries_its_sentence() -> None:
    data = block(page())
    quotes = {evidence["quote"] for edge in data["edges"] for evidence in edge["evidence"]}  # type: ignore[attr-defined]
    assert {row["quote"] for row in assignments()} <= quotes


def test_place_and_field_narrow_the_map() -> None:
    assert {n["title"] for n in block(page(field="digital"))["nodes"] if n["kind"] == "field"} == {"hạ tầng số"}
    assert block(page(place="Sa Đéc"))["nodes"] == []


def test_same_rows_give_the_same_page() -> None:
    assert page() == page()


def test_hostile_labels_stay_text() -> None:
    hostile = '</script><script>alert("x")</script><!--\u2028'
    rows = [assignment(hostile, "lead", "f", hostile, quote=hostile)]
    docs = [document(PLAN, type=hostile, number=hostile, place=hostile, issuer=hostile)]
    html = viz_map.page(rows, docs, place=hostile)
    assert html.count("<script") == page().count("<script")
    assert "<script>alert" not in html
    assert any(node["title"] == hostile for node in block(html)["nodes"])


def test_large_maps_start_grouped_by_place() -> None:
    rows, docs = [], []
    for place in range(30):
        iri = f"{PLAN}-{place}"
        docs.append(document(iri, type="Kế hoạch", number=str(place), place=f"Huyện {place}", place_iri=f"p{place}"))
        rows += [assignment(f"Phòng {n} {place}", "lead", f"f{n}", f"lĩnh vực {n}", document=iri) for n in range(12)]
    data = block(viz_map.page(rows, docs))
    shown = [node for node in data["nodes"] if not node["hidden"]]
    assert data["grouped"] is True
    assert len(data["nodes"]) > viz_map.GROUP_ABOVE > len(shown)
    assert {node["kind"] for node in shown} == {"place", "field"}
    assert any(edge["said"] == "1 cơ quan" and not edge["hidden"] for edge in data["edges"])


def test_table_beside_the_picture_holds_every_assignment() -> None:
    html = page()
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    assert body.count("<tr>") == len(assignments())


def test_a_very_large_map_shows_places_and_fields_with_the_number_of_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viz_map, "MANY", 3)
    data = block(page())
    assert {node["kind"] for node in data["nodes"]} == {"place", "field"}
    assert all(edge["said"] == "1 cơ quan" and not edge["hidden"] for edge in data["edges"])

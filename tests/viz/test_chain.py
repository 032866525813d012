"""Protects the chain: no solid line where a document is not held or a link not stated; readable without the picture."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from view_rows import DECISION, PLAN, PROVINCE_PLAN, assignments, chain_rows, documents

from viz import chain
from viz.rows import NoLinks, Row
from viz.strings import Words

VI = Words("vi")
SVG = "{http://www.w3.org/2000/svg}"


class Follow(NoLinks):
    def document(self, document: str) -> str:
        return f"/d?{document}"

    def sentence(self, document: str, start: int, end: int) -> str:
        return f"/d?{document}#c{start}-{end}"


def made(rows: list[dict[str, object]] | None = None, given_work: list[dict[str, object]] | None = None) -> chain.Chain:
    return chain.layout(
        chain_rows() if rows is None else rows,
        documents(),
        assignments() if given_work is None else given_work,
        Follow(),
        VI,
    )


def test_styles_tell_held_cited_and_inferred_apart() -> None:
    styles = {(edge.upper, edge.lower): edge.style for edge in made().edges if edge.relation != "assigns"}
    assert styles == {(PROVINCE_PLAN, PLAN): "dashed", (DECISION, PROVINCE_PLAN): "dotted"}


def test_a_held_and_stated_link_is_solid() -> None:
    rows = [{**chain_rows()[0], "held": True}]
    assert made(rows).edges[0].style == "solid"


def test_an_expected_plan_is_drawn_as_missing_and_never_solid() -> None:
    rows = [
        {**chain_rows()[0], "document": "urn:expected", "number": None, "link_status": "expected", "level": "province"}
    ]
    found = made(rows, [])
    assert found.node("urn:expected").kind == "expected"
    assert found.node("urn:expected").href is None
    assert found.edges[0].style == "dotted"


def test_layers_run_from_the_centre_down_to_the_office() -> None:
    found = made()
    heights = [found.node(key).y for key in (DECISION, PROVINCE_PLAN, PLAN)]
    assert heights == sorted(heights)
    offices = [node for node in found.nodes if node.kind == "office"]
    assert offices
    assert min(node.y for node in offices) > found.node(PLAN).y


def test_each_link_opens_its_sentence_in_the_lower_document() -> None:
    edge = next(edge for edge in made().edges if edge.upper == PROVINCE_PLAN)
    assert edge.href == f"/d?{PLAN}#c100-134"


def test_svg_is_well_formed_and_every_part_has_words() -> None:
    root = ElementTree.fromstring(chain.file(made(), VI, "Chuỗi"))
    items = [g for g in root.iter(f"{SVG}g") if g.get("role") == "listitem"]
    assert len(items) == len(made().nodes) + len(made().edges)
    assert all(g.find(f".//{SVG}title") is not None for g in items)
    dashed = [p for p in root.iter(f"{SVG}path") if p.get("stroke-dasharray") == "9 6"]
    assert len(dashed) == 1


def test_boxes_of_one_layer_do_not_overlap() -> None:
    nodes = made().nodes
    for a in nodes:
        for b in nodes:
            if a.key < b.key and a.y == b.y:
                assert abs(a.x - b.x) >= chain.WIDTH


def test_list_nests_from_the_centre_and_names_every_node() -> None:
    html = chain.nested_list(made(), VI)
    assert html.index("1478/QĐ-TTg") < html.index("4455/KH-UBND") < html.index("15/KH-UBND")
    for node in made().nodes:
        assert node.name in html


def test_only_a_handful_of_offices_is_drawn_and_the_rest_is_counted() -> None:
    assert made().more_offices == 5 - 1 - chain.MAX_OFFICES or made().more_offices == 0
    many = [{**assignments()[0], "body": f"Phòng {n}", "body_iri": f"b{n}"} for n in range(9)]
    assert made(None, many).more_offices == 9 - chain.MAX_OFFICES


def test_markup_in_titles_and_quotes_is_escaped() -> None:
    rows = [{**chain_rows()[0], "number": '</text><script>x</script>"', "document": "urn:x", "quote": '"<b>'}]
    text = chain.file(made(rows), VI, "<i>")
    assert "<script" not in text
    assert "<b>" not in text
    ElementTree.fromstring(text)


keys = st.sampled_from(["a", "b", "c", "d", "e"])


@given(
    st.lists(
        st.tuples(keys, keys, st.sampled_from(["central", "province", "district", None]), st.booleans()), max_size=9
    )
)
def test_any_set_of_links_is_placed_even_a_ring(links: list[tuple[str, str, str | None, bool]]) -> None:
    rows: list[Row] = [
        {"document": up, "child": low, "level": level, "held": held, "link_status": "stated", "relation": "implements"}
        for up, low, level, held in links
    ]
    found = chain.layout(rows, [], [], NoLinks(), VI)
    assert {node.key for node in found.nodes} == {key for up, low, *_ in links for key in (up, low)}
    if rows:
        ElementTree.fromstring(chain.file(found, VI, "x"))
        assert len(list(chain.tree(found))) >= 1


def test_a_document_of_unknown_level_is_given_none_and_stands_above_what_carries_it_out() -> None:
    rows = [{**chain_rows()[0], "document": "urn:x", "number": "04/2010/QĐ-UBND", "level": None, "held": False}]
    found = made(rows, [])
    assert "chưa rõ cấp" in found.node("urn:x").about
    assert found.node("urn:x").layer == found.node(PLAN).layer
    assert found.node("urn:x").y < found.node(PLAN).y

"""Protects the pages: each answers with what its rows say, keeps its state in the URL, runs no foreign script."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from view_rows import DECISION, PLAN, answer, site

from graph_api.pages.state import State

PATHS = ["/", "/?q=ai", "/matrix", "/chain", "/map", "/documents", "/search", "/compare", "/gaps"]
READER = "/documents/ubnd-huyen-thanh-mien-ke-hoach-15"


@pytest.fixture
def client() -> TestClient:
    from fake_site import application

    return TestClient(application(site()))


@pytest.mark.parametrize("path", [*PATHS, READER, "/matrix?place=Thanh Miện", "/chain?place=thanh+mien"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_answers_in_both_languages_and_loads_only_its_own_files(
    client: TestClient, path: str, lang: str
) -> None:
    given = client.get(path, params={"lang": lang} if "?" not in path else None)
    assert given.status_code == 200
    html = given.text
    if "?" not in path:
        assert f'<html lang="{lang}">' in html
    for resource in re.findall(r"""(?:<script[^>]*src|<link[^>]*href|<img[^>]*src)=["']([^"']+)""", html):
        assert resource.startswith(("/", "?")), resource
    assert not re.search(r"\son\w+=", html)
    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"<script(?![^>]*src=)(?![^>]*application/json)", html)
    policy = given.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_first_page_is_light(client: TestClient) -> None:
    html = client.get("/").text
    assets = re.findall(r"(/static/[^\"]+)", html)
    assert len(html.encode()) + sum(len(client.get(asset).content) for asset in set(assets)) < 150_000


def test_answer_shows_office_role_sentence_and_its_way_to_the_document(client: TestClient) -> None:
    html = client.get("/", params={"q": "Ai chủ trì hạ tầng số ở Thanh Miện?"}).text
    assert "Phòng Văn hóa và Thông tin huyện Thanh Miện" in html
    assert "văn bản nêu" in html
    assert f'href="{READER}#c' in html
    assert "Phòng Văn hóa - Xã hội xã Thanh Miện" in html, "the heir of today"
    assert "/api/v1/ask?q=" in html
    assert "SELECT ?body" in html


def test_not_assigned_is_an_answer_and_a_default_stands_apart() -> None:
    from fake_site import application

    default = {"kind": "assignment", "body": "Sở Xây dựng", "role": "lead", "status": "default", "quote": None}
    said = answer(outcome="not_assigned", text="Không giao cho ai.", answers=[], defaults=[default])
    html = TestClient(application(site(said))).get("/?q=x").text
    assert "Chưa giao cho ai" in html
    assert "luật định sẵn" in html
    assert "card-default" in html
    assert "văn bản nêu" not in html


def test_ambiguous_question_offers_its_candidates() -> None:
    from fake_site import application

    candidates = [{"kind": "place", "label": "Châu Thành", "iri": "urn:x", "within": "Tây Ninh"}]
    said = answer(outcome="ambiguous", answers=[], candidates=candidates, text="Nơi nào?")
    html = TestClient(application(site(said))).get("/?q=ai").text
    assert "place=urn%3Ax" in html
    assert "Tây Ninh" in html


def test_chips_alone_make_a_question(client: TestClient) -> None:
    html = client.get("/", params={"field": "digital", "place": "Thanh Miện"}).text
    assert 'value="Ai chủ trì hạ tầng số ở Thanh Miện?"' in html


def test_suggestions_come_without_accents(client: TestClient) -> None:
    assert "Ai chủ trì hạ tầng số ở Thanh Miện?" in client.get("/suggest?q=ha tang so thanh m").json()
    assert client.get("/suggest?q=").json() == []


def test_reader_shows_the_kept_text_unchanged_with_anchors_and_links_both_ways(client: TestClient) -> None:
    from view_rows import TEXT

    html = client.get(READER).text
    kept = re.search(r'<div class="kept"[^>]*>(.*?)</div>\n</section>', html, re.S)
    assert kept
    assert unescape(re.sub(r"<[^>]+>", "", kept[1])) == TEXT
    anchors = re.findall(r'href="#(c\d+-\d+)"', html)
    assert anchors
    for anchor in anchors:
        assert html.count(f'id="{anchor}"') == 1
    for key in re.findall(r'<a href="#(f\d+)"', kept[1]):
        assert f'<li id="{key}"' in html


def test_document_known_only_by_citation_says_so_and_who_carries_it_out(client: TestClient) -> None:
    html = client.get("/documents/" + DECISION.rsplit("/", 1)[1]).text
    assert "chỉ biết văn bản này vì văn bản khác nhắc đến" in html
    assert READER in html


def test_unknown_document_is_a_page_with_a_hint(client: TestClient) -> None:
    given = client.get("/documents/khong-co")
    assert given.status_code == 404
    assert "<html" in given.text
    assert "/documents" in given.text


def test_exports_hold_what_the_page_shows(client: TestClient) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/matrix?place=Thanh Miện&format=csv").text.removeprefix("\ufeff"))))
    assert rows[0][0] == "Lĩnh vực"
    assert any("chủ trì" in cell for row in rows[1:] for cell in row)
    assert json.loads(client.get("/chain?place=Thanh Miện&format=json").text)[0]["child"] == PLAN
    assert client.get("/chain?place=Thanh Miện&format=svg").text.startswith("<?xml")
    for path, kind in (
        ("/matrix?place=Thanh Miện&", "Assignment"),
        ("/documents?", "Document"),
        ("/chain?place=x&", "Reference"),
    ):
        nodes = json.loads(client.get(path + "format=jsonld").text)["@graph"]
        assert nodes
        assert {node["type"] for node in nodes} == {kind}
    assert "<html" in client.get("/map?format=html").text
    assert list(Calendar.from_ical(client.get("/gaps?format=ics").content).walk("VEVENT"))


def test_search_finds_without_accents_and_marks_the_words(client: TestClient) -> None:
    html = client.get("/search", params={"q": "ha tang so"}).text
    assert "<mark>hạ</mark> <mark>tầng</mark> <mark>số</mark>" in html


def test_day_of_the_state_hides_later_documents(client: TestClient) -> None:
    assert "15/KH-UBND" in client.get("/documents?on=2023-03-01").text
    assert "15/KH-UBND" not in client.get("/documents?on=2023-01-01").text


def test_state_stays_in_every_link(client: TestClient) -> None:
    html = client.get("/matrix?place=Thanh Miện&on=2025-06-30&lang=en").text
    for target in ("/chain", "/map", "/gaps"):
        links = re.findall(rf'href="{target}\?([^"#]+)"', html)
        assert links, target
        assert all("on=2025-06-30" in link and "lang=en" in link for link in links)


@pytest.mark.parametrize("on", ["2025-02-30", "gần đây", "<script>"])
def test_a_day_that_is_none_is_left_out(client: TestClient, on: str) -> None:
    given = client.get("/documents", params={"on": on})
    assert given.status_code == 200
    assert "<script>" not in given.text
    assert State.read("/", {"on": on}).on is None


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("path", ["/", "/matrix", "/chain", "/map", "/search", "/compare", "/gaps", "/documents"])
def test_parameters_are_escaped(client: TestClient, path: str) -> None:
    keys = ("q", "place", "field", "document", "on", "lang", "level", "year", "places", "sort", "only", "format")
    for key in keys:
        assert "<script>alert" not in client.get(path, params={key: HOSTILE}).text, (path, key)


def test_text_and_labels_of_a_document_are_escaped_everywhere() -> None:
    from fake_site import application

    client = TestClient(application(site(hostile=HOSTILE)))
    for path in [*PATHS, READER, "/matrix?place=" + HOSTILE, "/chain?place=" + HOSTILE, "/search?q=script"]:
        html = client.get(path).text
        assert "<script>alert" not in html, path


def test_static_files_are_kept_for_good_and_unknown_ones_refused(client: TestClient) -> None:
    given = client.get("/static/daumoi.css")
    assert "immutable" in given.headers["cache-control"]
    assert given.headers["content-type"].startswith("text/css")
    assert client.get("/static/../pyproject.toml").status_code == 404
    assert client.get("/static/secret.txt").status_code == 404

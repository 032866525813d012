"""Protects what a browser does with the pages: the map draws, keyboard alone is enough, a phone shows all of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from fake_site import application
from view_rows import assignments, chain_rows, documents, site

from viz import map as viz_map

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
READER = "/documents/ubnd-huyen-thanh-mien-ke-hoach-15"
PAGES = ["/", "/?q=ai", "/matrix?place=Thanh+Mi%E1%BB%87n", "/chain?place=Thanh+Mi%E1%BB%87n", "/map", "/documents",
         READER, "/search?q=ha+tang", "/compare", "/gaps"]  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The pages over rows made by hand, on a free port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(application(site()), log_level="warning"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when a script fails or anything leaves the machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    made.on(
        "request",
        lambda r: wrong.append(r.url) if not r.url.startswith(("http://127.0.0.1", "file:", "data:")) else None,
    )
    yield made
    context.close()
    assert wrong == []


def drawn(page: Page) -> int:
    page.wait_for_selector("html[data-map-nodes]", timeout=20_000)
    return int(page.locator("html").get_attribute("data-map-nodes") or 0)


def test_map_of_one_file_opens_from_the_disk_and_draws_its_nodes(page: Page, tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    target.write_text(viz_map.page(assignments(), documents(), chain=chain_rows()), encoding="utf-8")
    page.goto(target.as_uri())
    assert drawn(page) == 1 + 4 + 5 + 3
    inked = page.evaluate(
        """() => { const c = document.querySelector('#map-canvas canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        return d.some((v, i) => i % 4 === 3 && v > 0); }"""
    )
    assert inked


def test_map_by_mouse_search_shows_the_evidence_with_its_sentence(page: Page, server: str) -> None:
    page.goto(server + "/map")
    drawn(page)
    page.get_by_label("Tìm trên bản đồ").fill("van hoa")
    page.locator("#map-results").get_by_role("button", name="Phòng Văn hóa và Thông tin huyện Thanh Miện").click()
    evidence = page.locator("#map-evidence")
    assert "Chủ trì phát triển hạ tầng số" in evidence.inner_text()
    evidence.get_by_role("link", name="Xem câu trong văn bản").first.click()
    page.wait_for_url("**" + READER + "#c*")


def test_map_by_keyboard_alone(page: Page, server: str) -> None:
    page.goto(server + "/map")
    drawn(page)
    page.locator("#map-canvas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "map-evidence"
    assert page.locator("#map-evidence h2").first.inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") in ("A", "BUTTON")


def test_picking_a_field_narrows_the_map_and_reset_brings_all_back(page: Page, server: str) -> None:
    page.goto(server + "/map")
    everything = drawn(page)
    page.locator("#map-pick-field").select_option(label="hạ tầng số")
    assert 0 < drawn(page) < everything
    page.get_by_role("button", name="Xem tất cả").click()
    assert drawn(page) == everything


def test_question_is_answered_by_keyboard_with_a_suggestion(page: Page, server: str) -> None:
    page.goto(server)
    box = page.get_by_role("combobox", name="Câu hỏi")
    box.focus()
    page.keyboard.type("ha tang so")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert "Phòng Văn hóa và Thông tin huyện Thanh Miện" in page.locator("main").inner_text()


def test_anchor_marks_the_sentence_and_links_lead_both_ways(page: Page, server: str) -> None:
    page.goto(server + READER)
    page.locator(".facts li.f-assignment").first.get_by_role("link", name="Tới câu").click()
    hit = page.locator("#kept mark.hit")
    assert "".join(hit.all_inner_texts()).startswith("1. Phòng Văn hóa và Thông tin")
    hit.first.click()
    page.wait_for_url("**#f*")
    assert page.locator(".facts li:target").count() == 1


def test_any_span_can_be_pointed_at_even_if_no_fact_stands_there(page: Page, server: str) -> None:
    page.goto(server + READER + "#c0-8")
    assert page.evaluate("String(getSelection())") == "KẾ HOẠCH"


def test_kinds_can_be_hidden_without_script(page: Page, server: str) -> None:
    page.goto(server + READER)
    first = page.locator(".facts li.f-assignment").first
    assert first.is_visible()
    page.locator("#show-assignment").uncheck()
    assert not first.is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_the_page_without_sideways_scrolling(page: Page, server: str, path: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(server + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/map"])
def test_pages_say_the_same_without_javascript(browser: Browser, server: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(server + path)
    assert plain.locator("main h1").first.is_visible()
    assert len(plain.locator("main").inner_text()) > 80
    context.close()

"""The editor on /sparql: runs a query in Chromium, asks no other host, and has a plain form without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.graph_api.serving import fill, server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOM = Path(__file__).resolve().parents[3] / "graph_api" / "pages"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("editor") / "store"
    fill(folder, 20)
    with server(folder) as address:
        yield address


@pytest.mark.browser
def test_the_editor_runs_an_example_and_leaves_this_origin_alone(browser: Browser, url: str) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith((url, "data:")) else None)
    page.goto(f"{url}/sparql")
    page.wait_for_selector("html[data-editor=ready]")
    assert not page.locator("#plain").is_visible()
    page.select_option("#example", "owners")
    assert "dm:Assignment" in page.evaluate("document.querySelector('.yasqe .CodeMirror').CodeMirror.getValue()")
    page.evaluate(
        "document.querySelector('.yasqe .CodeMirror').CodeMirror.setValue("
        "'SELECT ?s WHERE { ?s <http://example.org/value> ?v }')"
    )
    page.locator(".yasqe_queryButton").first.click()
    page.wait_for_selector(".yasr table tbody tr")
    assert page.locator(".yasr table tbody tr").count() == 20
    page.close()
    assert wrong == []


@pytest.mark.browser
def test_without_javascript_the_plain_form_runs_a_query(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{url}/sparql?example=owners")
    assert "dm:Assignment" in page.locator("#query").input_value()
    page.locator("#query").fill("SELECT ?s WHERE { ?s ?p ?v } LIMIT 2")
    with page.expect_download() as given:
        page.locator("#plain button").click()
    assert Path(given.value.path()).read_text(encoding="utf-8").startswith("s\nhttp://example.org/")
    context.close()


def test_scripts_come_from_this_origin_only_and_programs_still_get_rdf(url: str) -> None:
    page = httpx.get(f"{url}/sparql", headers={"accept": "text/html,*/*;q=0.8"})
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    for source in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert source.startswith(("/static/", url)), source
    assert httpx.get(f"{url}/sparql").headers["content-type"].startswith("text/turtle")


def test_the_editor_shipped_is_the_one_that_is_pinned() -> None:
    lock = json.loads((ROOM / "editor" / "package-lock.json").read_text(encoding="utf-8"))
    version = lock["packages"]["node_modules/@zazuko/yasgui"]["version"]
    assert f"@zazuko/yasgui {version} " in (ROOM / "static" / "yasgui.LICENSE.txt").read_text(encoding="utf-8")
    built = ROOM / "editor" / "node_modules" / "@zazuko" / "yasgui" / "build"
    if not built.is_dir():
        pytest.skip("the package is not fetched: make editor")
    for name in ("yasgui.min.js", "yasgui.min.css"):
        assert (ROOM / "static" / name).read_bytes() == (built / name).read_bytes()

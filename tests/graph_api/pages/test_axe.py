"""Protects readers who use assistive technology: axe-core finds no serious or critical violation on any page."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from test_browser import PAGES, server  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

AXE = files("axe_core_python").joinpath("axe.min.js")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES, "/ontology", "/fields/digital"])
def test_no_serious_violation(browser: Browser, server: str, path: str, scheme: str) -> None:  # noqa: F811
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server + path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    context.close()
    assert found["passes"]
    serious = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"]) for v in serious] == []

"""The documentation is a contract: whatever a user can set or meet is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_api.errors import CODES, DaumoiError
from graph_api.settings import Settings, describe

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("name", "default", "why"), describe(), ids=[row[0] for row in describe()])
def test_every_setting_is_documented_with_its_default_and_reason(name: str, default: str, why: str) -> None:
    line = next(
        line
        for line in (DOCS / "settings.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{name}` ")
    )
    assert (f"`{default}`" if default else "(empty)") in line
    assert why in line


@pytest.mark.parametrize("code", CODES)
def test_every_error_is_documented_with_its_status(code: str) -> None:
    status, says = CODES[code]
    assert f"| `{code}` | {status} | {says} |" in (DOCS / "errors.md").read_text(encoding="utf-8")


def test_settings_come_from_the_environment_and_bad_ones_are_named() -> None:
    assert Settings.from_env({"DAUMOI_DEADLINE": "2.5", "DAUMOI_WORKERS": "3"}).deadline == 2.5
    assert Settings.from_env({"DAUMOI_STORE": "/a"}, store="/b").store == "/b"
    for bad in ("many", "-1"):
        with pytest.raises(DaumoiError) as caught:
            Settings.from_env({"DAUMOI_WORKERS": bad})
        assert "DAUMOI_WORKERS" in caught.value.message

"""The documentation is a contract: whatever a user can set or meet is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import queries
from graph_api.app import create_app
from graph_api.cli import app as command_line
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


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def paths(routes: Iterable[Any]) -> Iterator[str]:
    """Every path that the application serves; a router that was included keeps its routes to itself."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from paths(inner.routes)
        else:
            yield re.sub(r":\w+}", "}", route.path)


def test_every_route_is_documented_and_every_documented_route_is_served() -> None:
    served = set(paths(create_app(Settings(store="/nonexistent")).routes))
    served -= {f"/api/v1/queries/{name}" for name in queries.catalogue()}
    assert "/ontology" in served
    assert set(re.findall(r"^\| `(/[^`]*)` \|", read("http.md"), re.MULTILINE)) == served


@pytest.mark.parametrize("name", sorted(queries.catalogue()))
def test_every_saved_query_is_documented_with_its_parameters(name: str) -> None:
    line = next(line for line in read("queries.md").splitlines() if line.startswith(f"| `{name}` "))
    query = queries.catalogue()[name]
    assert query.title_en in line
    assert all(f"`{parameter.name}`" in line for parameter in query.parameters)


def test_every_command_is_documented_with_its_options() -> None:
    sections = dict(re.findall(r"^## `daumoi (\w+)[^`]*`\n(.*?)(?=^## |\Z)", read("cli.md"), re.MULTILINE | re.DOTALL))
    commands: dict[str, Any] = typer.main.get_command(command_line).commands  # type: ignore[attr-defined]
    assert set(sections) == set(commands)
    for name, command in commands.items():
        for option in command.params:
            if option.param_type_name == "option" and option.name != "help":
                assert all(spelling in sections[name] for spelling in option.opts), (name, option.opts)

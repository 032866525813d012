"""Templates to text: one Jinja environment, escaping always on, for HTML, SVG and the page that stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from viz import day


@cache
def environment() -> Environment:
    env = Environment(
        loader=PackageLoader("viz", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["day"] = day.shown
    return env


def render(template: str, context: Mapping[str, object]) -> str:
    return environment().get_template(template).render(context)


def markup(template: str, context: Mapping[str, object]) -> Markup:
    """A rendered part that may be put into another template as it is."""
    return Markup(render(template, context))  # the template escaped every value


def static(name: str) -> str:
    """A file of our own style sheets and scripts."""
    return files("viz").joinpath("static", name).read_text(encoding="utf-8")

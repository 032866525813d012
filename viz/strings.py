"""The words of the interface: a key and a language in, a phrase out.

All phrases stand in strings.toml, Vietnamese first; a key that does not exist is a mistake of the programmer and
raises, so that no page can show a raw key. Knows nothing of pages or rows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("vi", "en")


@cache
def catalogue() -> Mapping[str, tuple[str, str]]:
    """All phrases by dotted key ("role.lead")."""
    raw = tomllib.loads(files("viz").joinpath("strings.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": (vi, en) for section, entries in raw.items() for key, (vi, en) in entries.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language. `words("role.lead")`; `words.maybe` gives the value itself for unknown keys."""

    lang: str = "vi"

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"no such interface language: {self.lang!r}")

    def __call__(self, key: str, /, **values: object) -> str:
        phrase = catalogue()[key][LANGUAGES.index(self.lang)]
        return phrase.format(**values) if values else phrase

    def maybe(self, section: str, value: object) -> str:
        """The phrase of a value from a closed set; a value the catalogue lacks is shown as it is, None as nothing."""
        if value is None or value == "":
            return ""
        return self(f"{section}.{value}") if f"{section}.{value}" in catalogue() else str(value)

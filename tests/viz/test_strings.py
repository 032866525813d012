"""Protects the interface from raw keys, lost braces and a phrase that exists in one language only."""

import re

import pytest

from viz.strings import LANGUAGES, Words, catalogue


def test_every_phrase_exists_in_both_languages_with_the_same_braces() -> None:
    for key, phrases in catalogue().items():
        assert len(phrases) == len(LANGUAGES), key
        assert all(phrase.strip() for phrase in phrases), key
        vi, en = (set(re.findall(r"{(\w+)}", phrase)) for phrase in phrases)
        assert vi == en, key


def test_every_key_that_a_template_or_module_names_exists() -> None:
    from pathlib import Path

    import graph_api.pages
    import viz

    roots = [Path(viz.__file__).parent, Path(graph_api.pages.__file__).parent]
    used: set[str] = set()
    for root in roots:
        for path in [*root.glob("*.py"), *root.glob("templates/*")]:
            used |= set(re.findall(r"""(?:\bt|words)\(\s*['"]([a-z_]+\.[a-z_]+)['"]\s*[,)]""", path.read_text("utf-8")))
    assert len(used) > 100
    assert used <= set(catalogue()), used - set(catalogue())


def test_unknown_key_raises_and_unknown_value_is_shown() -> None:
    words = Words("vi")
    with pytest.raises(KeyError):
        words("no.such")
    assert words.maybe("role", "lead") == "chủ trì"
    assert words.maybe("role", "invented") == "invented"
    assert words.maybe("role", None) == ""


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Words("fr")

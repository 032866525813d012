"""Words marked in a sentence, whether they were typed with accents or without: a text and words in, pieces out.

The sentence is searched folded, and because folding works character by character the places found are places in the
sentence itself. Nothing of the sentence is changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ingest.text.fold import fold

Piece = tuple[str, bool]


def folded(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the place in the text it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)).lower()
        for part in plain.replace("đ", "d"):
            letters.append(" " if part.isspace() else part)
            places.append(place)
    return "".join(letters), places


def highlighted(text: str, words: str) -> list[Piece]:
    """The text in pieces; True marks a word that was searched for: the whole word, else the beginning of one."""
    plain, places = folded(text)
    marked = [False] * len(text)
    for word in dict.fromkeys(fold(words).split()):
        found = [at for at in _starts(plain, word) if not plain[at + len(word) : at + len(word) + 1].isalnum()]
        for at in found or _starts(plain, word):
            for place in places[at : at + len(word)]:
                marked[place] = True
    return _runs(text, marked)


def _starts(plain: str, word: str) -> list[int]:
    """Where the word stands at the start of a word of the text."""
    found: list[int] = []
    at = plain.find(word)
    while at >= 0:
        if at == 0 or not plain[at - 1].isalnum():
            found.append(at)
        at = plain.find(word, at + 1)
    return found


def fit(text: str, words: str) -> int:
    """How well a sentence fits: 3 for the words together as typed, 2 together but for accents, 1 all of them, 0 not."""
    plain, _ = folded(text)
    tight, wanted = " ".join(plain.split()), fold(words)
    if unicodedata.normalize("NFC", words).casefold() in " ".join(
        unicodedata.normalize("NFC", text).casefold().split()
    ):
        return 3
    if wanted in tight:
        return 2
    spoken = set("".join(letter if letter.isalnum() else " " for letter in plain).split())
    return int(all(part in spoken for part in wanted.split()))


def _runs(text: str, marked: Sequence[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[start]:
            pieces.append((text[start:place], marked[start]))
            start = place
    return pieces


def cut(text: str, words: str, around: int = 420) -> str:
    """A long sentence down to the part around the first word searched for."""
    if len(text) <= around:
        return text
    plain, places = folded(text)
    hits = [at for word in fold(words).split() if (at := plain.find(word)) >= 0]
    middle = places[min(hits)] if hits else 0
    start = max(0, min(middle - around // 3, len(text) - around))
    end = start + around
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"

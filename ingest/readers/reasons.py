"""Why a file could not be read, in words for the person who gave it."""

from __future__ import annotations


class UnreadableFile(Exception):
    """A file that gives no text. `reason` says why and, where something can be done, what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotADocument(UnreadableFile):
    """A file that was never meant to be read as a document: a program, a style sheet, sound."""

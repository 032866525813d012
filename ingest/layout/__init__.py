"""Layout: a source becomes documents, each in its zones, with a tree of provisions and its tables.

It works on shapes (lines, enumerators, columns) and on the fixed words of the form ("Nơi nhận", "TM."), never on what
the sentences mean. Any text gives a layout; what is not understood stays text.
"""

from __future__ import annotations

from ingest.layout.documents import lay_out

__all__ = ["lay_out"]

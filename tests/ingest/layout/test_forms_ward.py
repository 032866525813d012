"""A ward is not a document type."""

import pytest

from ingest.layout.forms import type_heading, type_word
from ingest.text.fold import bare


@pytest.mark.parametrize("line", ["PHƯỜNG AN THẠNH", "Phường An Bình"])
def test_a_ward_whose_name_begins_like_a_type_without_marks_is_no_type(line: str) -> None:
    assert type_word(line) is None
    assert type_heading(line, bare(line)) is None


def test_the_type_itself_is_one_with_or_without_marks() -> None:
    assert type_word("PHƯƠNG ÁN phòng, chống thiên tai") == ("Phương án", 9)
    assert type_word("PHUONG AN") == ("Phương án", 9)

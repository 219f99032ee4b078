import math

import pytest

from engine.poses.errors import UsageError
from tools.accuracy.evaluation import Accuracy
from tools.accuracy.tables import Row, brief, detailed, table, written

DOCUMENT = "# How\n\n<!-- it -->\nold\n<!-- end of it -->\n\nAnd so on.\n"


def test_a_table_has_a_line_for_each_model() -> None:
    rows = [Row("one", "many", ["0.50"]), Row("other", "one", ["0.25"])]
    assert table(["AP"], rows).splitlines() == [
        "| model | people | AP |",
        "| --- | --- | --- |",
        "| `one` | many | 0.50 |",
        "| `other` | one | 0.25 |",
    ]


def test_figures_have_two_digits_and_what_cannot_be_told_has_none() -> None:
    accuracy = Accuracy(0.6424, 0.9111, 0.711, 0.667)
    assert detailed(accuracy, (0.6, 0.726)) == ["0.64", "0.60 to 0.73", "0.91", "0.71", "0.67"]
    assert brief(accuracy) == "0.64 / 0.67"
    assert brief(Accuracy(*[math.nan] * 4)) == " / "


def test_a_table_takes_the_place_of_the_one_before() -> None:
    once = written(DOCUMENT, {"it": r"new \1"})
    assert once == "# How\n\n<!-- it -->\n\nnew \\1\n\n<!-- end of it -->\n\nAnd so on.\n"
    assert written(once, {"it": r"new \1"}) == once


def test_a_document_without_a_place_for_a_table_is_an_error() -> None:
    with pytest.raises(UsageError, match="no place for that"):
        written(DOCUMENT, {"that": "new"})

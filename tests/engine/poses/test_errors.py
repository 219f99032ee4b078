import re

import pytest

import engine.poses
from engine.poses import SkeletonCrewError, UnknownNameError, UsageError, errors


def drawn_tree() -> dict[str, str]:
    """Each error's parent, as the module's docstring draws it."""
    parents: dict[str, str] = {}
    line_of: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if drawn := re.match(r"    ([ │├└─]*)([A-Z]\w+Error) ", line):
            depth = len(drawn[1]) // 4
            line_of[depth:] = [drawn[2]]
            parents[drawn[2]] = line_of[depth - 1] if depth else "Exception"
    return parents


def tree(root: type[SkeletonCrewError]) -> dict[str, str]:
    """Each error's parent, as the classes have it."""
    parents = {root.__name__: root.__bases__[0].__name__}
    for error in root.__subclasses__():
        parents |= tree(error)
    return parents


def test_the_docstring_draws_the_tree_that_there_is() -> None:
    assert drawn_tree() == tree(SkeletonCrewError)


def test_only_wrong_usage_exits_with_2() -> None:
    def all_below(error: type[SkeletonCrewError]) -> list[type[SkeletonCrewError]]:
        return [error, *(found for sub in error.__subclasses__() for found in all_below(sub))]

    for error in all_below(SkeletonCrewError):
        assert error.exit_status == (2 if issubclass(error, UsageError) else 1)


def test_an_unknown_name_lists_the_known_ones_the_nearest_first() -> None:
    error = UnknownNameError("model", "posnet", ["blazepose-full", "openpose", "posenet"])
    assert str(error) == "no model is called 'posnet'; known: posenet, openpose, blazepose-full"
    assert (error.kind, error.name) == ("model", "posnet")


@pytest.mark.parametrize("known", [["b", "a"], ["a", "b"]])
def test_names_that_are_equally_near_are_in_alphabetical_order(known: list[str]) -> None:
    assert str(UnknownNameError("stage", "x", known)).endswith("known: a, b")


def test_every_error_is_public() -> None:
    assert set(tree(SkeletonCrewError)) <= set(engine.poses.__all__)

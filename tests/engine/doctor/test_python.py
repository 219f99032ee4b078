import sys

import pytest

from engine.doctor.python import look
from engine.poses.finding import State


def test_python_is_told_with_its_environment() -> None:
    crew, python = look()
    assert (crew.state, python.state) == (State.OK, State.OK)
    assert sys.prefix in python.detail


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_a_python_that_does_not_fit_is_broken(version: tuple[int, int]) -> None:
    _, python = look(version)
    assert (python.state, python.ready) == (State.BROKEN, False)
    assert python.mend == "make setup PYTHON=python3.13"

"""Whichever package has a LiteRT interpreter, and how it is told to use the CPU."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import models, runtimes
from engine.poses.errors import ModelError
from engine.runtimes import RuntimeOptions, interpreters, litert
from engine.runtimes.litert import LiteRtRuntime
from tests.engine.runtimes.plugins import forgotten_afterwards

STAGE = models.load("posenet-481x353").stages[0]
MODULES = {
    "tflite_runtime": "tflite_runtime/interpreter.py",
    "tensorflow": "tensorflow/lite/python/interpreter.py",
}


class Recorded:
    """An interpreter that notes how it was made, for a network with one output."""

    made: dict[str, Any]

    def __init__(self, **arguments: Any) -> None:
        type(self).made = arguments

    def allocate_tensors(self) -> None: ...


class Module:
    Interpreter = Recorded

    class OpResolverType:
        BUILTIN_WITHOUT_DEFAULT_DELEGATES = "without"


def made_with(options: RuntimeOptions) -> dict[str, Any]:
    """How an interpreter is made for ``options``."""
    litert._interpreter(Module, Path("network.tflite"), b"", (), options)  # type: ignore[arg-type]
    return Recorded.made


def test_all_cpus_that_this_process_may_use_are_used_unless_it_is_told_otherwise() -> None:
    assert made_with(RuntimeOptions())["num_threads"] == litert._usable_cpus() >= 1
    assert made_with(RuntimeOptions(threads=3))["num_threads"] == 3


def test_xnnpack_is_kept_away_where_it_is_not_wanted() -> None:
    assert "experimental_op_resolver_type" not in made_with(RuntimeOptions())
    made = made_with(RuntimeOptions(xnnpack=False))
    assert made["experimental_op_resolver_type"] == "without"


@pytest.fixture
def only(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A machine on which only the package that is asked for has an interpreter; its name."""
    package: str = request.param
    module = tmp_path / MODULES[package]
    module.parent.mkdir(parents=True)
    module.write_text("from ai_edge_litert.interpreter import *\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(runtimes.RUNTIMES, "litert", (package,))
    with forgotten_afterwards(package):
        yield package


@pytest.mark.shared
@pytest.mark.parametrize("only", MODULES, indirect=True)
def test_the_interpreter_of_an_older_package_is_taken(only: str, shared: Path) -> None:
    assert runtimes.is_installed("litert")
    assert interpreters.load().__name__.startswith(f"{only}.")
    path = shared / "models" / "posenet" / STAGE.file
    network = runtimes.load("litert", path, STAGE, RuntimeOptions(device="CPU"))
    assert isinstance(network, LiteRtRuntime)
    found = network.infer(np.zeros((353, 481, 3), np.uint8))
    assert found["heatmaps"].shape == (23, 31, 17)


def test_without_any_interpreter_it_is_said_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(runtimes.RUNTIMES, "litert", ("tflite_runtime",))
    path = tmp_path / "network.tflite"
    path.write_bytes(b"TFL3")
    assert not runtimes.is_installed("litert")
    with pytest.raises(ModelError, match=r"tflite_runtime.*pip install 'skeleton-crew\[litert\]'"):
        runtimes.load("litert", path, STAGE, RuntimeOptions())

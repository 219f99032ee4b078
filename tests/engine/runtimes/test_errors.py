"""What OpenVINO and LiteRT raise reaches people as one line that names the file and a remedy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import openvino as ov
import pytest

from engine import models, runtimes
from engine.poses.errors import ModelError
from engine.runtimes import RuntimeOptions

pytestmark = pytest.mark.shared

STAGE = models.load("posenet-481x353").stages[0]
PICTURE = np.zeros((353, 481, 3), np.uint8)
OPTIONS = RuntimeOptions(device="CPU", cache=False)


@pytest.fixture
def path(shared: Path) -> Path:
    return shared / "models" / "posenet" / STAGE.file


def failing(error: Exception) -> Callable[..., NoReturn]:
    """What raises ``error`` whatever it is given."""

    def fail(*_: Any, **__: Any) -> NoReturn:
        raise error

    return fail


class Failing:
    """A vendor's object of which every method raises ``error``."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        harmless = name in ("set_tensor", "set_input_tensor")
        return (lambda *_: None) if harmless else failing(self._error)


def one_line(error: pytest.ExceptionInfo[ModelError]) -> str:
    text = str(error.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    ("name", "attribute", "error"),
    [
        ("openvino", "_request", RuntimeError("Exception from infer.cpp:5:\n\nout of memory\n\n")),
        ("litert", "_interpreter", RuntimeError("out of memory\nNode number 3 failed")),
        ("litert", "_interpreter", ValueError("out of memory")),
    ],
)
def test_a_device_that_fails_in_the_middle(
    path: Path, name: str, attribute: str, error: Exception
) -> None:
    network = runtimes.load(name, path, STAGE, OPTIONS)
    setattr(network, attribute, Failing(error))
    with pytest.raises(ModelError, match=f"{STAGE.file}: .* stopped: out of memory; ") as wrong:
        network.infer(PICTURE)
    assert "start again" in one_line(wrong)


def test_a_network_that_openvinos_device_does_not_take(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = RuntimeError("Exception from plugin.cpp:9:\nCheck failed\n\nno such operation\n")
    monkeypatch.setattr(ov.Core, "compile_model", failing(error))
    with pytest.raises(ModelError, match="CPU cannot run it: no such operation; ") as wrong:
        runtimes.load("openvino", path, STAGE, OPTIONS)
    assert one_line(wrong).startswith(str(path))


@pytest.mark.parametrize("error", [RuntimeError("no memory\nmore"), ValueError("no memory\nmore")])
def test_a_network_that_litert_does_not_take(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr("ai_edge_litert.interpreter.Interpreter.allocate_tensors", failing(error))
    with pytest.raises(ModelError, match="LiteRT cannot run it: no memory; ") as wrong:
        runtimes.load("litert", path, STAGE, OPTIONS)
    assert one_line(wrong).startswith(str(path))


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / STAGE.file).mkdir()
    for name in runtimes.RUNTIMES:
        with pytest.raises(ModelError, match=f"{STAGE.file} is missing"):
            runtimes.load(name, tmp_path / STAGE.file, STAGE, OPTIONS)

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine import runtimes as engine_runtimes
from engine.doctor import runtimes
from engine.doctor.runtimes import chosen, look_at_accelerators, look_at_litert, look_at_openvino
from engine.poses.finding import State
from engine.settings import EngineSettings


class Core:
    """OpenVINO on a machine with a processor and two graphics cards."""

    available_devices = ("CPU", "GPU.0", "GPU.1")

    def get_property(self, device: str, name: str) -> str:
        assert name == "FULL_DEVICE_NAME"
        return f"Brand  {device}"


@pytest.fixture
def openvino(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", SimpleNamespace(Core=Core))
    have(monkeypatch, "openvino")


def have(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(engine_runtimes, "is_installed", lambda name: name in names)


@pytest.mark.usefixtures("openvino")
def test_each_device_of_openvino_is_told_by_its_full_name() -> None:
    (finding,) = look_at_openvino(EngineSettings(), needed=True)
    assert finding.state is State.OK
    assert "CPU (Brand CPU), GPU.0 (Brand GPU.0)" in finding.detail


@pytest.mark.parametrize("device", ["GPU", "GPU.1", "AUTO:GPU,CPU"])
@pytest.mark.usefixtures("openvino")
def test_a_device_that_is_here_may_be_named(device: str) -> None:
    findings = look_at_openvino(EngineSettings(device=device), needed=True)
    assert findings[-1].subject == f"device {device}"
    assert all(finding.ready for finding in findings)


@pytest.mark.parametrize("device", ["NPU", "GPU.2", "AUTO:NPU,CPU"])
@pytest.mark.usefixtures("openvino")
def test_a_device_that_is_not_here_is_missing_and_the_known_ones_are_named(device: str) -> None:
    *_, finding = look_at_openvino(EngineSettings(device=device), needed=True)
    assert (finding.state, finding.ready) == (State.MISSING, False)
    assert "AUTO, CPU, GPU.0, GPU.1" in finding.mend


def test_a_runtime_that_is_not_installed_comes_with_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch)
    findings = (
        *look_at_openvino(EngineSettings(), needed=True),
        *look_at_litert(needed=False),
    )
    assert [finding.state for finding in findings] == [State.MISSING, State.MISSING]
    assert [finding.mend for finding in findings] == [
        "pip install 'skeleton-crew[openvino]'",
        "pip install 'skeleton-crew[litert]'",
    ]


@pytest.mark.parametrize(
    ("here", "settings", "needed"),
    [
        (("openvino", "litert"), EngineSettings(), "openvino"),
        (("litert",), EngineSettings(), "litert"),
        ((), EngineSettings(), "openvino"),
        (("openvino", "litert"), EngineSettings(runtime="litert"), "litert"),
        (("litert",), EngineSettings(model="human-pose-estimation-0001"), "openvino"),
    ],
)
def test_the_runtime_that_would_be_taken_is_the_one_that_is_needed(
    here: tuple[str, ...], settings: EngineSettings, needed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch, *here)
    assert chosen(settings) == needed


def test_a_graphics_card_that_may_not_be_opened_names_the_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtimes, "DEV", tmp_path)
    (tmp_path / "dri").mkdir()
    (tmp_path / "dri" / "renderD128").touch()
    assert not look_at_accelerators()
    monkeypatch.setattr("os.access", lambda *_: False)
    (finding,) = look_at_accelerators()
    assert finding.state is State.BROKEN
    assert "usermod -aG render" in finding.mend


def test_what_is_here_in_litert_s_place_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, "litert")
    monkeypatch.setattr("importlib.metadata.version", {"tflite-runtime": "2.14.0"}.get)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name == "tflite_runtime")
    monkeypatch.setitem(sys.modules, "tflite_runtime", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "tflite_runtime.interpreter", SimpleNamespace())
    (finding,) = look_at_litert(needed=True)
    assert (finding.state, finding.detail) == (State.OK, "2.14.0, by tflite_runtime in its place")


def test_an_edge_tpu_is_reached_by_litert(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, "openvino", "litert")
    assert chosen(EngineSettings(device="edgetpu:usb")) == "litert"

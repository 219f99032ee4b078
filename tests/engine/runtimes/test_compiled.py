"""Networks that OpenVINO has compiled come from disk, or are compiled again."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops

from engine import models, runtimes
from engine.detections import FloatArray
from engine.models import DecoderSpec, InputSpec, StageSpec
from engine.runtimes import RuntimeOptions, openvino

PICTURE = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
STAGE = StageSpec(
    file="halve.xml",
    input=InputSpec(size=(4, 2), layout="NCHW", colour="BGR"),
    outputs={"halves": "out"},
    decoder=DecoderSpec(name="posenet"),
)


def save(path: Path, factor: float) -> None:
    """A network that multiplies what it is given by ``factor``."""
    given = ops.parameter([1, 3, 2, 4], np.float32)
    out = ops.multiply(given, np.array([factor], np.float32))
    out.output(0).set_names({"out"})
    ov.save_model(ov.Model([out], [given]), path)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled networks are kept: empty at first."""
    monkeypatch.setattr(
        "engine.runtimes.compiled.platformdirs.user_cache_path", lambda _: tmp_path / "cache"
    )
    return tmp_path / "cache" / "openvino"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save(tmp_path / "halve.xml", 0.5)
    return tmp_path / "halve.xml"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The device of each network that was compiled rather than loaded."""
    devices: list[str] = []
    compile_ = openvino._compile

    def noted(
        core: ov.Core, path: Path, stage: StageSpec, device: str, config: dict[str, str]
    ) -> ov.CompiledModel:
        devices.append(device)
        return compile_(core, path, stage, device, config)

    monkeypatch.setattr(openvino, "_compile", noted)
    return devices


def infer(
    path: Path, stage: StageSpec = STAGE, options: RuntimeOptions | None = None
) -> Mapping[str, FloatArray]:
    options = options or RuntimeOptions(device="CPU")
    return runtimes.load("openvino", path, stage, options).infer(PICTURE)


@pytest.mark.usefixtures("cache")
def test_the_second_start_compiles_nothing_and_gives_the_same(
    path: Path, compiled: list[str]
) -> None:
    first = dict(infer(path))
    second = infer(path)
    assert compiled == ["CPU"]
    assert second.keys() == first.keys() == {"halves"}
    assert (second["halves"] == first["halves"]).all()
    assert second["halves"] == pytest.approx(PICTURE / 2)


@pytest.mark.usefixtures("cache")
def test_another_file_description_or_option_is_compiled(path: Path, compiled: list[str]) -> None:
    infer(path)
    save(path, 0.25)
    os.utime(path, ns=(1, 1))
    assert infer(path)["halves"] == pytest.approx(PICTURE / 4)
    red_first = msgspec.structs.replace(
        STAGE, input=msgspec.structs.replace(STAGE.input, colour="RGB")
    )
    assert infer(path, red_first)["halves"] == pytest.approx(PICTURE[..., ::-1] / 4)
    infer(path, red_first, RuntimeOptions(device="CPU", threads=1))
    assert len(compiled) == 4


def test_one_network_of_each_file_is_kept(path: Path, cache: Path) -> None:
    for colour in ("RGB", "BGR"):
        infer(
            path,
            msgspec.structs.replace(
                STAGE, input=msgspec.structs.replace(STAGE.input, colour=colour)
            ),
        )
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("damage", ["cut", "a bit flipped", "emptied", "something else"])
def test_a_damaged_one_is_made_again(
    path: Path, cache: Path, compiled: list[str], damage: str
) -> None:
    infer(path)
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    flipped = bytearray(whole)
    flipped[-20] ^= 1
    damaged = {"cut": whole[:-99], "a bit flipped": bytes(flipped), "emptied": b""}
    kept.write_bytes(damaged.get(damage, b"\xff" * 999))
    assert infer(path)["halves"] == pytest.approx(PICTURE / 2)
    assert len(compiled) == 2
    infer(path)
    assert len(compiled) == 2


def test_a_folder_that_cannot_be_written_to_stops_nothing(
    path: Path, cache: Path, compiled: list[str]
) -> None:
    cache.parent.write_text("a file where the folder should be")
    for _ in range(2):
        assert infer(path)["halves"] == pytest.approx(PICTURE / 2)
    assert len(compiled) == 2


def test_nothing_is_kept_where_that_is_not_wanted(
    path: Path, cache: Path, compiled: list[str]
) -> None:
    for _ in range(2):
        infer(path, options=RuntimeOptions(device="CPU", cache=False))
    assert len(compiled) == 2
    assert not cache.exists()


def test_openvino_keeps_the_networks_of_several_devices_at_once(path: Path, cache: Path) -> None:
    several = RuntimeOptions(device="AUTO:CPU")
    assert infer(path, options=several)["halves"] == pytest.approx(PICTURE / 2)
    assert list(cache.iterdir())


def test_several_devices_at_once_run_without_a_folder_to_write_to(path: Path, cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be")
    several = RuntimeOptions(device="AUTO:CPU")
    assert infer(path, options=several)["halves"] == pytest.approx(PICTURE / 2)


@pytest.mark.shared
@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("name", ["human-pose-estimation-0001", "posenet-481x353"])
def test_real_networks_give_the_same_from_disk(
    shared: Path, compiled: list[str], name: str
) -> None:
    spec = models.load(name)
    (stage,) = spec.stages
    path = shared / "models" / spec.builds[0].files[0].path
    width, height = stage.input.size
    picture = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    found = []
    for _ in range(2):
        network = runtimes.load("openvino", path, stage, RuntimeOptions(device="CPU"))
        found.append({role: tensor.copy() for role, tensor in network.infer(picture).items()})
    assert len(compiled) == 1
    for role, tensor in found[0].items():
        assert (tensor == found[1][role]).all()

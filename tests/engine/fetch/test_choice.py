import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from engine import fetch, models, runtimes, speeds
from engine.descriptions import BuildSpec
from engine.models import ModelSpec
from engine.poses.errors import FetchError, ModelError, UnknownNameError
from engine.speeds import Setup
from tests.engine.fetch.conftest import BIN, file, model
from tests.engine.fetch.hosts import Host, whole
from tests.engine.figures import plant


@pytest.fixture
def catalogue(host: Host, monkeypatch: pytest.MonkeyPatch) -> dict[str, ModelSpec]:
    """Three models; ``best``, ``good`` and ``fair`` are at the host, if it answers."""
    specs = {
        name: model(
            BuildSpec(name="only", files=(file(BIN, f"{name}/n.bin", f"{host.url}/{name}"),)),
            name=name,
            rank=rank,
        )
        for rank, name in enumerate(("best", "good", "fair"), start=1)
    }
    monkeypatch.setattr(models, "names", lambda: sorted(specs))
    monkeypatch.setattr(models, "load", specs.__getitem__)
    return specs


@pytest.fixture(autouse=True)
def nothing_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speeds, "path", lambda: tmp_path / "speeds.json")


@pytest.fixture
def said() -> list[str]:
    return []


def put(kept: Path, name: str, content: bytes = BIN) -> None:
    (kept / name).mkdir(parents=True)
    (kept / name / "n.bin").write_bytes(content)


@pytest.mark.usefixtures("catalogue")
def test_auto_takes_the_best_model_that_is_installed(
    host: Host, kept: Path, said: list[str]
) -> None:
    put(kept, "fair")
    put(kept, "good")

    spec, files = fetch.choose("auto", report=said.append)

    assert (spec.name, files) == ("good", {"n.bin": kept / "good" / "n.bin"})
    assert said == []
    assert host.requests == []


def test_auto_takes_what_holds_the_rate_as_measured_and_says_so(
    catalogue: dict[str, ModelSpec], kept: Path, said: list[str]
) -> None:
    for name, milliseconds in (("best", 50.0), ("good", 20.0), ("fair", 5.0)):
        put(kept, name)
        plant(catalogue[name], milliseconds)

    assert fetch.choose("auto", report=said.append)[0].name == "good"
    assert said == ["using good: best takes 50 ms a frame here, too slow for 30 frames a second"]
    assert fetch.choose("auto", report=said.append, fps=15.0)[0].name == "best"
    assert fetch.choose("best", report=said.append)[0].name == "best"
    assert len(said) == 1


def test_a_camera_that_is_slow_or_fast_is_asked_for_its_own_rate(
    catalogue: dict[str, ModelSpec], kept: Path, said: list[str]
) -> None:
    for name, milliseconds in (("best", 50.0), ("good", 20.0), ("fair", 5.0)):
        put(kept, name)
        plant(catalogue[name], milliseconds)

    taken = [fetch.choose("auto", report=said.append, fps=fps)[0].name for fps in (10, 25, 60)]

    assert taken == ["best", "good", "fair"]


@pytest.mark.parametrize(
    "stale",
    ["another build", "another runtime", "another device", "another precision", "another machine"],
)
def test_figures_of_something_else_do_not_count(
    catalogue: dict[str, ModelSpec],
    kept: Path,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    stale: str,
) -> None:
    for name in ("best", "good"):
        put(kept, name)
        plant(catalogue[name], 10.0 if name == "good" else 99.0)
    assert fetch.choose("auto", report=said.append)[0].name == "good"

    setup = Setup()
    if stale == "another build":
        other = model(BuildSpec(name="new", files=(file(BIN + b"!", "best/n.bin"),)), name="best")
        catalogue["best"] = other
        (kept / "best" / "n.bin").write_bytes(BIN + b"!")
    elif stale == "another machine":
        monkeypatch.setattr(speeds, "machine", lambda: "a faster one")
    elif stale == "another runtime":
        both = ("litert", "openvino")
        catalogue["best"] = msgspec.structs.replace(catalogue["best"], runtimes=both)
    else:
        setup = Setup(device="GPU") if "device" in stale else Setup(precision="f32")

    assert fetch.choose("auto", report=said.append, setup=setup)[0].name == "best"


def test_auto_gives_no_model_for_one_to_an_app_for_many(
    catalogue: dict[str, ModelSpec], kept: Path, said: list[str]
) -> None:
    catalogue["best"] = msgspec.structs.replace(catalogue["best"], people="one")
    for name in ("best", "fair"):
        put(kept, name)

    assert fetch.choose("auto", report=said.append)[0].name == "fair"
    assert fetch.choose("best", report=said.append)[0].name == "best"


def test_auto_says_where_only_models_for_one_run(
    catalogue: dict[str, ModelSpec], said: list[str]
) -> None:
    for name, spec in catalogue.items():
        catalogue[name] = msgspec.structs.replace(spec, people="one")

    with pytest.raises(ModelError, match=r"no model for many people runs here; .* --model best"):
        fetch.choose("auto", report=said.append)


def test_auto_passes_over_models_that_nothing_here_runs(
    catalogue: dict[str, ModelSpec], kept: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue["fair"] = msgspec.structs.replace(catalogue["fair"], runtimes=("litert",))
    monkeypatch.setattr(runtimes, "is_installed", lambda name: name == "litert")
    put(kept, "best")
    put(kept, "fair")

    assert fetch.choose("auto", report=said.append)[0].name == "fair"


@pytest.mark.usefixtures("catalogue")
def test_auto_fetches_the_best_where_nothing_is_installed(host: Host, said: list[str]) -> None:
    host.answers["/best"] = whole(BIN)
    host.answers["/good"] = whole(BIN)

    assert fetch.choose("auto", report=said.append)[0].name == "best"
    assert said == []


@pytest.mark.usefixtures("catalogue")
def test_auto_says_in_one_line_that_it_makes_do(host: Host, said: list[str]) -> None:
    host.answers["/good"] = whole(BIN)

    assert fetch.choose("auto", report=said.append)[0].name == "good"
    assert said == [f"cannot fetch best ({host.name} says 404 Not Found); using good"]


@pytest.mark.usefixtures("catalogue")
def test_auto_refuses_a_damaged_model_rather_than_take_another(kept: Path, said: list[str]) -> None:
    put(kept, "best", BIN[:-1])
    put(kept, "good")

    with pytest.raises(ModelError, match=f"{kept}/best/n.bin is damaged"):
        fetch.choose("auto", report=said.append)


@pytest.mark.usefixtures("catalogue")
def test_auto_says_what_to_do_where_nothing_can_be_had(host: Host, said: list[str]) -> None:
    with pytest.raises(FetchError) as failed:
        fetch.choose("auto", report=said.append)

    reason = f"cannot fetch a pose model: {host.name} says 404 Not Found; set SKELETON_CREW_MIRROR"
    assert str(failed.value).startswith(reason)


def test_auto_takes_a_model_for_the_runtime_that_was_asked_for(
    catalogue: dict[str, ModelSpec], kept: Path, said: list[str]
) -> None:
    catalogue["fair"] = msgspec.structs.replace(catalogue["fair"], runtimes=("litert",))
    put(kept, "best")
    put(kept, "fair")

    assert fetch.choose("auto", report=said.append, setup=Setup(runtime="litert"))[0].name == "fair"


@pytest.mark.usefixtures("catalogue")
def test_auto_needs_a_runtime(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtimes, "is_installed", lambda _: False)

    with pytest.raises(ModelError, match="no runtime for a model is installed; run: pip install"):
        fetch.choose("auto", report=said.append)


@pytest.mark.usefixtures("catalogue")
def test_a_model_by_name_is_fetched_if_it_is_not_installed(
    host: Host, kept: Path, said: list[str]
) -> None:
    put(kept, "best")
    host.answers["/fair"] = whole(BIN)

    spec, files = fetch.choose("fair", report=said.append)

    assert (spec.name, files) == ("fair", {"n.bin": kept / "fair" / "n.bin"})
    assert fetch.choose("best", report=said.append)[1] == {"n.bin": kept / "best" / "n.bin"}


def test_an_unknown_name_lists_the_known_ones_the_nearest_first(said: list[str]) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        fetch.choose("blazepose-ful", report=said.append)

    assert "no model is called 'blazepose-ful'; known: blazepose-full, " in str(unknown.value)
    assert set(str(unknown.value).partition("known: ")[2].split(", ")) == set(models.names())


def test_choosing_an_installed_model_loads_nothing_that_fetches() -> None:
    program = (
        "import sys\n"
        "from engine import fetch\n"
        "fetch.installed(__import__('engine.models').models.load('posenet-481x353'))\n"
        "print(*sorted({'httpx', 'rich', 'cv2', 'openvino'} & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert result.stdout == "\n"

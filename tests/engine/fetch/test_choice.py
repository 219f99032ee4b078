import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from engine import fetch, models, runtimes
from engine.descriptions import BuildSpec
from engine.models import ModelSpec
from engine.poses.errors import FetchError, ModelError, UnknownNameError
from engine.speeds import Setup
from tests.engine.fetch.conftest import BIN, file, model
from tests.engine.fetch.hosts import Host, whole


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

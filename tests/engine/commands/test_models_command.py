import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from engine import fetch, models, speeds
from engine.commands.models import models_app
from engine.poses.errors import FetchError, ModelError, UnknownNameError, UsageError
from tests.engine.figures import plant

POSENET = "posenet-481x353"
BUILD = "human-pose-estimation-0001/FP16-INT8"
NOTHING_LISTENS = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for models, and a mirror that has none."""
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(tmp_path / "kept"))
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(tmp_path / "mirror"))
    monkeypatch.setattr(speeds, "path", lambda: tmp_path / "speeds.json")
    return tmp_path / "kept"


@pytest.fixture
def mirror(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(shared / "models"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models_app, arguments)


def run_well(*arguments: str) -> Result:
    result = run(*arguments)
    assert result.exception is None, result.exception
    return result


def _row(name: str) -> dict[str, Any]:
    rows = map(json.loads, run_well("list", "--json").stdout.splitlines())
    return next(row for row in rows if row["name"] == name)


def damage(name: str) -> Path:
    files = fetch.installed(models.load(name))
    assert files is not None
    path = next(iter(files.values()))
    path.write_bytes(path.read_bytes()[:-1])
    return path


def test_list_names_every_model_on_a_line_of_its_own() -> None:
    lines = run_well("list").stdout.splitlines()

    assert lines[0].split() == [
        *("name", "people", "accuracy", "input", "MB", "here", "runs", "on", "ms"),
        *("licence", "title"),
    ]
    assert lines[1].split()[0] == "human-pose-estimation-0001"
    assert lines[1].split()[3:6] == ["456x256", "4.6", "no"]
    assert sorted(line.split()[0] for line in lines[1:]) == models.names()


def test_list_as_json_is_an_object_a_line() -> None:
    rows = [json.loads(line) for line in run_well("list", "--json").stdout.splitlines()]

    assert sorted(row["name"] for row in rows) == models.names()
    assert rows[0]["input"] == [456, 256]
    assert rows[0]["installed"] == "no"
    assert set(rows[1]["runtimes"]) == {"openvino", "litert"}


@pytest.mark.shared
@pytest.mark.usefixtures("mirror")
def test_list_tells_what_was_measured_of_what_is_installed() -> None:
    plant(models.load(POSENET), 12.34)
    assert not _row(POSENET)["speeds"]

    run_well("fetch", POSENET)

    row = _row(POSENET)
    assert row["milliseconds"] == 12.34
    assert [speed["subject"]["runtime"] for speed in row["speeds"]] == ["openvino"]
    (line,) = (line for line in run_well("list").stdout.splitlines() if f"{POSENET} " in line)
    assert " 12.3 " in line

    run_well("remove", POSENET)
    run_well("fetch", POSENET)
    assert _row(POSENET)["milliseconds"] is None


def test_list_tells_what_would_be_fetched_and_on_what_it_would_run() -> None:
    row = _row("human-pose-estimation-0001")

    assert row["size"] == 426_156 + 4_170_034
    assert "CPU" in row["devices"]["openvino"]
    assert row["accuracy"] == "high"


@pytest.mark.parametrize("width", [80, 100, 120])
def test_list_fits_on_a_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr("engine.commands.fetched.PLAIN_WIDTH", width)

    lines = [line.rstrip() for line in run_well("list").stdout.splitlines()]

    assert max(map(len, lines)) <= width
    assert "…" not in "".join(lines)
    for name in models.names():
        (line,) = (line for line in lines if line.startswith(f"{name} "))
        assert line.endswith("Apache-2.0")


@pytest.mark.shared
@pytest.mark.usefixtures("mirror")
def test_fetch_by_name_installs(kept: Path) -> None:
    assert run_well("fetch", POSENET).stdout == f"{POSENET} is in {kept / 'posenet'}\n"
    assert fetch.installed(models.load(POSENET)) is not None
    rows = [json.loads(line) for line in run_well("list", "--json").stdout.splitlines()]
    assert {row["name"] for row in rows if row["installed"] == "yes"} == {POSENET}


@pytest.mark.shared
@pytest.mark.usefixtures("mirror")
def test_fetch_without_a_name_installs_the_best(kept: Path) -> None:
    assert run_well("fetch").stdout == f"human-pose-estimation-0001 is in {kept / BUILD}\n"


@pytest.mark.shared
@pytest.mark.usefixtures("mirror")
def test_verify_names_what_is_damaged_and_how_to_mend_it() -> None:
    run_well("fetch", POSENET, "posenet-641x481")
    assert run_well("verify").stdout.splitlines() == [
        "posenet-641x481 is as described",
        "posenet-481x353 is as described",
    ]

    path = damage(POSENET)
    result = run("verify")

    assert isinstance(result.exception, ModelError)
    assert str(result.exception).startswith(f"{path} is damaged")
    assert str(result.exception).endswith(f"run: skeleton-crew models fetch {POSENET}")
    assert result.stdout.splitlines() == ["posenet-641x481 is as described"]

    run_well("fetch", POSENET)
    run_well("verify")


def test_a_file_whose_digest_nobody_knows_is_said_to_be_what_it_was_at_first(
    kept: Path, tmp_path: Path
) -> None:
    path = models.load("movenet-thunder").builds[0].files[0].path
    (tmp_path / "mirror" / path).parent.mkdir(parents=True)
    (tmp_path / "mirror" / path).write_bytes(b"some network")
    run_well("fetch", "movenet-thunder")
    assert run_well("verify").stdout == (
        "movenet-thunder is as it was when it first came here; "
        "models/movenet-thunder.toml does not know its digest\n"
    )
    rows = [json.loads(line) for line in run_well("list", "--json").stdout.splitlines()]
    assert {row["name"] for row in rows if row["installed"] == "pinned"} == {"movenet-thunder"}

    (kept / path).write_bytes(b"same network")
    assert isinstance(run("verify").exception, ModelError)


def test_verify_by_name_misses_what_is_not_installed() -> None:
    assert run_well("verify").stdout == ""

    result = run("verify", POSENET)

    assert isinstance(result.exception, ModelError)
    assert str(result.exception).startswith(f"{POSENET} is not installed")


@pytest.mark.shared
@pytest.mark.usefixtures("mirror")
def test_remove_says_what_it_freed_and_leaves_the_mirror(shared: Path) -> None:
    run_well("fetch", POSENET, "posenet-641x481")

    assert run_well("remove", POSENET).stdout == f"{POSENET} is removed: 1.3 MB freed\n"

    assert fetch.installed(models.load(POSENET)) is None
    assert fetch.installed(models.load("posenet-641x481")) is not None
    assert (shared / "models" / models.load(POSENET).builds[0].files[0].path).exists()


def test_remove_misses_what_is_not_installed(kept: Path) -> None:
    result = run("remove", POSENET)

    assert isinstance(result.exception, ModelError)
    assert str(result.exception) == f"{POSENET} is not installed: nothing of it is kept in {kept}"


@pytest.mark.shared
def test_remove_leaves_what_lies_beside_a_description_of_ones_own(
    shared: Path, tmp_path: Path
) -> None:
    (file,) = models.load(POSENET).builds[0].files
    (tmp_path / file.path).parent.mkdir(parents=True)
    (tmp_path / file.path).symlink_to(shared / "models" / file.path)
    own = tmp_path / f"{POSENET}.toml"
    own.write_text((models.descriptions_folder() / own.name).read_text())

    result = run("remove", str(own))

    assert str(result.exception) == f"{POSENET} is not ours to remove: its files lie beside {own}"
    assert (tmp_path / file.path).exists()


def test_an_unknown_name_is_found_before_anything_is_done() -> None:
    for command in ("fetch", "verify", "remove"):
        assert isinstance(run(command, POSENET, "posenet").exception, UnknownNameError)


def test_fetch_takes_names_or_all() -> None:
    assert isinstance(run("fetch", "--all", POSENET).exception, UsageError)


@pytest.mark.shared
def test_fetch_goes_on_to_the_next_where_one_cannot_be_had(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking, there = models.load("posenet-641x481"), models.load(POSENET)
    for spec, content in ((lacking, b"not it"), (there, None)):
        path = spec.builds[0].files[0].path
        (tmp_path / "mirror" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mirror" / path).write_bytes(content or (shared / "models" / path).read_bytes())
    monkeypatch.setenv("HTTPS_PROXY", NOTHING_LISTENS)

    result = run("fetch", lacking.name, there.name)

    assert isinstance(result.exception, FetchError)
    assert str(result.exception).startswith(f"cannot fetch {lacking.name}: ")
    assert fetch.installed(lacking) is None
    assert fetch.installed(there) is not None


@pytest.mark.shared
@pytest.mark.usefixtures("mirror")
def test_fetch_takes_the_files_for_the_device(kept: Path) -> None:
    run_well("fetch", "posenet-641x481", "--device", "edgetpu")
    (file,) = (kept / "posenet").glob("*.tflite")
    assert file.stem.endswith("_edgetpu")
    with pytest.raises(UsageError, match="there are no files of blazepose-full for edgetpu"):
        raise run("fetch", "blazepose-full", "--device", "edgetpu").exception or AssertionError

"""What all tests share: the reference material beside the checkout, and installed models."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# What lands must not depend on luck; whoever works on the code gets new examples at each run.
settings.register_profile("repeatable", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("repeatable")

LONGEST = (
    *("test_readme.py", "test_one_by_one.py", "test_real_video.py", "test_concert.py"),
    *("test_vetting.py", "test_backends.py", "test_memory.py"),
)

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True, scope="session")
def no_figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is measured apart: what ``--model auto`` takes depends on no machine's figures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real media, models and reference results; skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("needs the reference material in ../shared, which is not here")
    return SHARED


@pytest.fixture(scope="session")
def shared_files(shared: Path) -> Callable[[str], dict[str, Path]]:
    """The files of a described model as they lie in the mirror: name to path."""

    def files(model: str) -> dict[str, Path]:
        from engine import models

        build = models.load(model).builds[0]
        return {file.name: shared / "models" / file.path for file in build.files}

    return files


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker ends alone with one."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where SKELETON_CREW_NO_SKIP says that nothing may be missing."""
    report = yield
    if report.skipped and call.excinfo is not None and os.environ.get("SKELETON_CREW_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} was skipped, but here nothing may be: {call.excinfo.value}"
        )
    return report


@pytest.fixture(scope="session")
def blazepose_files() -> dict[str, Path]:
    """The files of ``blazepose-full``, fetched with pip the first time; skips where pip cannot."""
    from engine import fetch, models
    from engine.poses.errors import FetchError

    try:
        return fetch.fetch(models.load("blazepose-full"))
    except FetchError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def installed_model(blazepose_files: dict[str, Path]) -> str:
    """A pose model that ``--model auto`` finds installed; its name."""
    assert blazepose_files
    return "blazepose-full"


@pytest.fixture(scope="session")
def soundfont() -> Path:
    """The SoundFont ``timgm6mb``, fetched with pip the first time; skips where pip cannot."""
    from engine import fetch, soundfonts
    from engine.poses.errors import FetchError

    try:
        return fetch.fetch(soundfonts.load("timgm6mb"))["TimGM6mb.sf2"]
    except FetchError as error:
        pytest.skip(str(error))

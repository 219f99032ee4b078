import ctypes.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.synthesizer.voices import library
from engine.poses import OutputError


@pytest.fixture(autouse=True)
def not_yet_loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delitem(sys.modules, "fluidsynth", raising=False)
    library.load.cache_clear()
    yield
    library.load.cache_clear()


def the_system_has(monkeypatch: pytest.MonkeyPatch, path: str | None) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: path)


def bundled() -> str:
    return str(library._bundled()[0])


def test_without_a_library_of_the_system_that_of_pygame_plays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    the_system_has(monkeypatch, None)
    found = library.load()
    assert found.bundled
    assert re.fullmatch(r"FluidSynth 2\.\d+\.\d+ \(.*pygame.*\)", str(found))


def test_the_library_of_the_system_goes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    of_the_system = tmp_path / "libfluidsynth.so.3"
    of_the_system.symlink_to(bundled())
    the_system_has(monkeypatch, str(of_the_system))
    found = library.load()
    assert found.path == str(of_the_system)
    assert not found.bundled


def test_a_library_that_cannot_be_loaded_gives_way_to_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "libfluidsynth.so.3"
    broken.write_bytes(b"no library")
    the_system_has(monkeypatch, str(broken))
    assert library.load().bundled


def test_pyfluidsynth_may_have_been_imported_before(monkeypatch: pytest.MonkeyPatch) -> None:
    the_system_has(monkeypatch, bundled())
    import fluidsynth

    assert library.load().api is fluidsynth
    assert library.load().bundled


def test_looking_for_libraries_is_as_before_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    the_system_has(monkeypatch, None)
    before = ctypes.util.find_library
    library.load()
    assert ctypes.util.find_library is before


def test_no_library_at_all_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    the_system_has(monkeypatch, None)
    monkeypatch.setattr(library, "_bundled", list)
    with pytest.raises(OutputError, match=r"libfluidsynth3.*brew install fluid-synth.*pygame-ce"):
        library.load()


def test_a_missing_pyfluidsynth_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    the_system_has(monkeypatch, None)
    monkeypatch.setitem(sys.modules, "fluidsynth", None)
    with pytest.raises(OutputError, match=r"pip install 'skeleton-crew\[synthesizer\]'"):
        library.load()

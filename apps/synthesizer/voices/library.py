"""FluidSynth through pyfluidsynth: the system's library, or the one that pygame-ce brings along."""

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from engine.poses import OutputError

_HOMEBREW = ("/opt/homebrew/lib/libfluidsynth.dylib", "/usr/local/lib/libfluidsynth.dylib")
"""Where a Python that is not Homebrew's own does not look."""

_LOG_LEVELS = range(5)

_INSTALL = "apt install libfluidsynth3, brew install fluid-synth, or pip install pygame-ce"


class Library(NamedTuple):
    """FluidSynth as it was found.

    ``api`` is the module of pyfluidsynth, and ``functions`` the library itself for what that does
    not wrap. A ``bundled`` library has no drivers for sound cards.
    """

    api: Any
    functions: ctypes.CDLL
    path: str
    version: str
    bundled: bool

    def __str__(self) -> str:
        return f"FluidSynth {self.version} ({self.path})"


@cache
def load() -> Library:
    """FluidSynth, quiet; :class:`OutputError` where there is none, or no pyfluidsynth."""
    api = _imported()
    functions = ctypes.CDLL(api.lib)
    _silence(functions)
    _settle_noise(api)
    bundled = api.lib in (str(path) for path in _bundled())
    return Library(api, functions, api.lib, _version(api), bundled)


def _imported() -> Any:  # noqa: ANN401  pyfluidsynth has no types
    for path in (*_of_the_system(), *map(str, _bundled())):
        try:
            with _found_at(path):
                import fluidsynth
        except ModuleNotFoundError as error:
            raise OutputError(
                "pyfluidsynth is missing: pip install 'skeleton-crew[synthesizer]'"
            ) from error
        except (ImportError, OSError):
            continue  # One that cannot be loaded; the next may do.
        return fluidsynth
    raise OutputError(f"there is no FluidSynth to make sound with: {_INSTALL}")


@contextmanager
def _found_at(path: str) -> Iterator[None]:
    """Let pyfluidsynth, which looks for its library while it is imported, find ``path``."""
    before = ctypes.util.find_library
    ctypes.util.find_library = lambda name: path  # noqa: ARG005
    try:
        with redirect_stdout(StringIO()):  # It prints what it finds where CI is set.
            yield
    finally:
        ctypes.util.find_library = before


def _of_the_system() -> Iterator[str]:
    if found := ctypes.util.find_library("fluidsynth"):
        yield found
    if sys.platform == "darwin":
        yield from (path for path in _HOMEBREW if Path(path).exists())


def _bundled() -> list[Path]:
    try:
        import pygame
    except ImportError:
        return []
    package = Path(pygame.__file__).parent
    folders = package.parent / "pygame_ce.libs", package / ".dylibs"
    return sorted(path for folder in folders for path in folder.glob("libfluidsynth*"))


def _silence(functions: ctypes.CDLL) -> None:
    """Keep FluidSynth from writing to stderr; what goes wrong, we say."""
    log = functions.fluid_set_log_function
    log.argtypes, log.restype = (ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p), ctypes.c_void_p
    for level in _LOG_LEVELS:
        log(level, None, None)


def _settle_noise(api: Any) -> None:  # noqa: ANN401  pyfluidsynth has no types
    """Let two processes make the same sound: the first synth takes its noise from C's ``rand``."""
    ctypes.CDLL(None).srand(1)
    settings = api.new_fluid_settings()
    api.delete_fluid_synth(api.new_fluid_synth(settings))
    api.delete_fluid_settings(settings)


def _version(api: Any) -> str:  # noqa: ANN401  pyfluidsynth has no types
    numbers = [ctypes.c_int() for _ in range(3)]
    api.fluid_version(*numbers)
    return ".".join(str(number.value) for number in numbers)

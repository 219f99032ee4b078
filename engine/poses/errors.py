"""The errors that people get to read.

::

    SkeletonCrewError            exit status 1
    ├── UsageError               exit status 2: the command line is wrong
    │   ├── ConfigError          a config file is wrong: file, key, what was expected
    │   └── UnknownNameError     a model, stage … that does not exist; lists the known ones
    ├── CameraError              a source is missing, busy, unreadable or gone
    ├── ModelError               a model file is missing, damaged or of the wrong kind
    │   └── FetchError           a file could not be fetched, or is not the right one
    ├── RecordingError           a recording cannot be read
    │   └── WireError            bytes that are no message, or one of another version
    └── OutputError              something could not be written or shown

Each message is one line that names what is wrong, where, and what to do. What a library raises is
translated once, where the library is called.
"""

import difflib
from collections.abc import Iterable


class SkeletonCrewError(Exception):
    """The root of all errors that are reported in one line."""

    exit_status = 1


class UsageError(SkeletonCrewError):
    """The command line asks for something that makes no sense."""

    exit_status = 2


class ConfigError(UsageError):
    """A config file has an unknown key, a wrong type or a wrong value."""


class UnknownNameError(UsageError):
    """A name that nothing is known by.

    ``kind`` says what was looked for, such as ``model``; the known names are listed nearest first.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(
            f"no {kind} is called {name!r}; known: {', '.join(nearest_first(name, known))}"
        )
        self.kind = kind
        self.name = name


class CameraError(SkeletonCrewError):
    """A camera, file or address gives no pictures."""


class ModelError(SkeletonCrewError):
    """A model's or SoundFont's file is missing, damaged, or not what its description says."""


class FetchError(ModelError):
    """A file could not be fetched from anywhere, or what came is not the right file."""


class RecordingError(SkeletonCrewError):
    """A recording of poses cannot be read."""


class WireError(RecordingError):
    """Bytes that are not a message, or a message of a version that is not understood."""


class OutputError(SkeletonCrewError):
    """A file cannot be written, or nothing can be shown."""


def nearest_first(name: str, known: Iterable[str]) -> list[str]:
    """The ``known`` names, those that look most like ``name`` first."""

    def likeness(other: str) -> float:
        return difflib.SequenceMatcher(None, name.lower(), other.lower()).ratio()

    return sorted(sorted(known), key=likeness, reverse=True)

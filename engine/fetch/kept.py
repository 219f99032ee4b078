"""The files that are here already, and whether they are what their descriptions say."""

import os
from pathlib import Path

import platformdirs

from engine.fetch.partial import fault
from engine.models import BuildSpec, ModelSpec
from engine.poses.errors import ModelError

Files = dict[str, Path]
"""The files of one build of a model: name to path."""


def folder() -> Path:
    """Where model files are kept: ``SKELETON_CREW_MODELS``, or a folder in the user's cache."""
    chosen = os.environ.get("SKELETON_CREW_MODELS")
    if chosen:
        return Path(chosen).expanduser()
    return platformdirs.user_cache_path("skeleton-crew") / "models"


def places(build: BuildSpec) -> Files:
    """Where the files of ``build`` are kept, be they there or not."""
    return {file.name: folder() / file.path for file in build.files}


def installed(spec: ModelSpec) -> Files | None:
    """The files of the first build that is here whole, or None if none is.

    :class:`ModelError` names a file that is damaged, if no other build is here whole.
    """
    damaged = None
    for build in spec.builds:
        try:
            files = _kept(spec, build)
        except ModelError as error:
            damaged = damaged or error
        else:
            if files is not None:
                return files
    if damaged is not None:
        raise damaged
    return None


def _kept(spec: ModelSpec, build: BuildSpec) -> Files | None:
    """The files of ``build`` if all are here; :class:`ModelError` if one of them is damaged."""
    files = places(build)
    if not all(path.exists() for path in files.values()):
        return None
    for file in build.files:
        path = files[file.name]
        try:
            wrong = fault(path, file)
        except OSError as error:
            raise ModelError(f"cannot read {path}: {error.strerror or error}") from error
        if wrong:
            mend = f"skeleton-crew models fetch {spec.name}"
            raise ModelError(f"{path} is damaged: {wrong}; run: {mend}")
    return files

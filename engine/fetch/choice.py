"""Choose a model or SoundFont: the one that was asked for, or the best for this machine."""

from collections.abc import Callable, Sequence
from pathlib import Path

from engine import models, runtimes, soundfonts
from engine.descriptions import Description
from engine.fetch.fetching import cannot_fetch, fetch, fetch_from
from engine.fetch.kept import Files, installed
from engine.fetch.progress import on_stderr
from engine.fetch.sources import Sources
from engine.models import ModelSpec
from engine.poses.errors import ModelError, UsageError

SOUNDFONT_SUFFIXES = (".sf2", ".sf3", ".dls")


def choose(
    name: str,
    *,
    report: Callable[[str], None],
    runtime: str = "auto",
    chip: str | None = None,
) -> tuple[ModelSpec, Files]:
    """The model called ``name``, or described in a file of that name, and its files.

    They are fetched if they are not here yet, and are those that are compiled for ``chip``, or for
    none; :class:`UsageError` where there are none of that kind.

    ``auto`` is the best installed model that runs on ``runtime`` or, if that is ``auto`` too, on
    any that this machine has; if no such model is installed, the best that can be fetched, and
    ``report`` gets a line if that is not the very best.
    """
    if name != "auto":
        (spec,) = _compiled_for(chip, [models.load(name)])
        return spec, files_of(spec)
    candidates = _compiled_for(chip, best_first(runtime))
    for spec in candidates:
        files = installed(spec)
        if files is not None:
            return spec, files
    return _fetch_first(candidates, report)


def files_of(spec: Description) -> Files:
    """The files of ``spec``, fetched if they are not here yet."""
    return installed(spec) or fetch(spec, progress=on_stderr())


def choose_soundfont(name: str, *, report: Callable[[str], None]) -> Path:
    """The SoundFont called ``name``, fetched if it is not here yet; a path is taken as it is.

    ``auto`` is the best installed one or, where there is none, the first to fetch, and ``report``
    gets a line. :class:`UnknownNameError` lists the known ones.
    """
    if _is_path(name):
        return Path(name).expanduser()
    if name != "auto":
        spec = soundfonts.load(name)
        return _only_file(files_of(spec))
    for spec in soundfonts.by_rank():
        files = installed(spec)
        if files is not None:
            return _only_file(files)
    report(f"no SoundFont is installed; fetching {soundfonts.FIRST_TO_FETCH}")
    return _only_file(fetch(soundfonts.load(soundfonts.FIRST_TO_FETCH)))


def best_first(runtime: str = "auto") -> list[ModelSpec]:
    """The models that run here, on ``runtime`` if it is named; :class:`ModelError` if none does."""
    usable = {name for name in runtimes.RUNTIMES if runtimes.is_installed(name)}
    if runtime != "auto":
        usable &= {runtime}
    candidates = [spec for spec in models.by_rank() if usable.intersection(spec.runtimes)]
    if not candidates:
        extra = "openvino" if runtime == "auto" else runtime
        raise ModelError(
            f"no runtime for a model is installed; run: pip install 'skeleton-crew[{extra}]'"
        )
    return candidates


def _compiled_for(chip: str | None, specs: Sequence[ModelSpec]) -> list[ModelSpec]:
    """Those of ``specs`` that have such builds, with only these."""
    compiled = [found for spec in specs if (found := spec.compiled_for(chip))]
    if not compiled:
        names = ", ".join(spec.name for spec in specs)
        raise UsageError(
            f"there are no files of {names} for {chip or 'the CPU'}; set device to "
            f"{'CPU' if chip else 'edgetpu'}, or take a model that has them: see skeleton-crew "
            "models list"
        )
    return compiled


def _fetch_first(
    candidates: Sequence[ModelSpec], report: Callable[[str], None]
) -> tuple[ModelSpec, Files]:
    """The first of ``candidates`` that can be fetched."""
    with Sources(on_stderr()) as sources:
        for spec in candidates:
            files = fetch_from(sources, spec)
            if files is None:
                continue
            if spec is not candidates[0]:
                why = "; ".join(sources.failures)
                report(f"cannot fetch {candidates[0].name} ({why}); using {spec.name}")
            return spec, files
        raise cannot_fetch("a pose model", ModelSpec.kind, sources)


def _is_path(name: str) -> bool:
    """Whether ``name`` is meant as a file's."""
    return "/" in name or Path(name).suffix.lower() in SOUNDFONT_SUFFIXES


def _only_file(files: Files) -> Path:
    (path,) = files.values()
    return path

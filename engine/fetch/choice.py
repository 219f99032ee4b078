"""Choose a model or SoundFont: the one that was asked for, or the best for this machine."""

from collections.abc import Callable, Sequence
from pathlib import Path

from engine import models, runtimes, soundfonts, speeds
from engine.descriptions import BuildSpec, Description
from engine.fetch.decision import Candidate, decide
from engine.fetch.fetching import cannot_fetch, fetch, fetch_from
from engine.fetch.kept import Files, fingerprint, installed, present
from engine.fetch.progress import on_stderr
from engine.fetch.sources import Sources
from engine.models import ACCURACIES, ModelSpec
from engine.poses.errors import ModelError, UsageError
from engine.speeds import Setup

USUAL_FPS = 30.0
"""The rate that a model should hold where the camera does not tell its own."""

SOUNDFONT_SUFFIXES = (".sf2", ".sf3", ".dls")


def choose(
    name: str,
    *,
    report: Callable[[str], None],
    setup: Setup = Setup(),  # noqa: B008 - it is immutable
    fps: float | None = None,
) -> tuple[ModelSpec, Files]:
    """The model called ``name``, or described in a file of that name, and its files.

    They are fetched if they are not here yet, and run on the device of ``setup``;
    :class:`UsageError` where none are compiled for it.

    ``auto`` is the installed model for many people that :func:`engine.fetch.decision.decide`
    takes, of those that run as ``setup`` says, for ``fps`` frames a second (None:
    :data:`USUAL_FPS`). If no such model is installed, it is the first by rank that can be fetched.
    ``report`` gets a line if a better one is too slow or cannot be had.
    """
    if name != "auto":
        (spec,) = compiled_for(setup.device, [models.load(name)])
        return spec, files_of(spec)
    candidates = _for_many(compiled_for(setup.device, best_first(setup.runtime)))
    here = [(spec, build) for spec in candidates if (build := present(spec))]
    if here:
        spec = _decide(here, setup, fps or USUAL_FPS, report)
        files = installed(spec)
        if files is not None:
            return spec, files
    return _fetch_first(candidates, report)


def files_of(spec: Description) -> Files:
    """The files of ``spec``, fetched if they are not here yet."""
    return installed(spec) or fetch(spec, progress=on_stderr())


def speed_subject(spec: ModelSpec, build: BuildSpec, setup: Setup) -> speeds.Subject:
    """What figures about ``build`` of ``spec`` are kept under, where it runs as ``setup`` says.

    A build for a chip runs on that alone.
    """
    device = build.chip if build.chip and not runtimes.chip(setup.device) else setup.device
    runtime = runtimes.chosen(spec, setup.runtime, device)
    exact = setup._replace(runtime=runtime, device=device)
    return speeds.subject(spec.name, fingerprint(spec, build), exact)


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


def compiled_for(device: str, specs: Sequence[ModelSpec]) -> list[ModelSpec]:
    """Those of ``specs`` with files that run on ``device``, each with these alone.

    :class:`UsageError` if there are none.
    """
    chip = runtimes.chip(device)
    compiled = [found for spec in specs if (found := spec.compiled_for(chip))]
    if not compiled:
        names = ", ".join(spec.name for spec in specs)
        raise UsageError(
            f"there are no files of {names} for {chip or 'the CPU'}; set device to "
            f"{'CPU' if chip else 'edgetpu'}, or take a model that has them: see skeleton-crew "
            "models list"
        )
    return compiled


def _for_many(specs: Sequence[ModelSpec]) -> list[ModelSpec]:
    """Those of ``specs`` that find everybody: what apps need, unless they are told otherwise."""
    candidates = [spec for spec in specs if spec.people == "many"]
    if not candidates:
        raise ModelError(
            f"no model for many people runs here; to follow one: --model {specs[0].name}"
        )
    return candidates


def _decide(
    here: Sequence[tuple[ModelSpec, BuildSpec]],
    setup: Setup,
    fps: float,
    report: Callable[[str], None],
) -> ModelSpec:
    """The one that is taken of the models that are here, with the build that each has."""
    known = speeds.kept()
    candidates = []
    for spec, build in here:
        speed = known.get(speed_subject(spec, build, setup))
        candidates.append(
            Candidate(spec.name, spec.accuracy or ACCURACIES[-1], speed.whole if speed else None)
        )
    decision = decide(candidates, fps)
    if surprise := decision.surprise(fps):
        report(surprise)
    return here[candidates.index(decision.taken)][0]


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

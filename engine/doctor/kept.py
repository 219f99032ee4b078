"""The models and SoundFonts: which are here undamaged, and which the installation would take."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from engine import fetch, models, runtimes, soundfonts
from engine.descriptions import Description, Kind
from engine.poses.errors import ModelError
from engine.poses.finding import Check, Finding, State
from engine.settings import EngineSettings


def check_models(settings: EngineSettings) -> Check:
    """A look at the pose models; the one that ``settings`` name, or any that runs, is needed."""
    return Check("pose model", partial(look_at_models, settings), needed=True)


def check_soundfonts(name: str, *, needed: bool) -> Check:
    """A look at the SoundFonts; the one called ``name``, or for ``auto`` any, may be ``needed``."""
    return Check("SoundFont", partial(look_at_soundfonts, name, needed), needed)


def look_at_models(settings: EngineSettings) -> Sequence[Finding]:
    """Each installed or damaged model, then what is not here; digests are reckoned anew.

    :class:`UnknownNameError` where ``settings`` name none that is known.
    """
    chip = runtimes.chip(settings.device)
    ranked = [found for spec in models.by_rank() if (found := spec.compiled_for(chip))]
    if settings.model != "auto":
        spec = models.load(settings.model).compiled_for(chip)
        if spec is None:
            detail = f"there are no files of {settings.model} for {settings.device}"
            mend = "set another `model` or `device` under [engine]"
            return [Finding("pose model", State.BROKEN, detail, mend, needed=True)]
        if settings.runtime not in ("auto", *spec.runtimes):
            detail = f"{spec.name} does not run on {settings.runtime}"
            mend = f"set `runtime` under [engine] to one of: {', '.join(spec.runtimes)}"
            return [Finding("pose model", State.BROKEN, detail, mend, needed=True)]
        others = [other for other in ranked if other.name != spec.name]
        return _look("pose model", [spec, *others], [spec.name], needed=True)
    try:
        here = fetch.best_first(settings.runtime)
        fit = [spec.name for spec in here if spec.people == "many"]
    except ModelError:
        fit = []  # No runtime is installed, which is a finding of its own.
    return _look("pose model", ranked, fit, needed=True)


def look_at_soundfonts(name: str, needed: bool) -> Sequence[Finding]:
    """Each installed or damaged SoundFont, then what is not here; or the file at the path given."""
    if name == "auto":
        return _look("SoundFont", soundfonts.by_rank(), soundfonts.names(), needed=needed)
    if name in soundfonts.names():
        return _look("SoundFont", soundfonts.by_rank(), [name], needed=needed)
    path = fetch.choose_soundfont(name, report=lambda _: None)
    if path.is_file():
        return [Finding("SoundFont", State.OK, str(path), needed=needed)]
    mend = "name another `soundfont` under [sound], or auto"
    return [Finding("SoundFont", State.MISSING, f"there is no file {path}", mend, needed)]


def _look(
    subject: str, specs: Sequence[Description], fit: Sequence[str], *, needed: bool
) -> Sequence[Finding]:
    """How each of ``specs`` is; first the one of those that ``fit`` that would be taken.

    That one is as ``needed``; the others that are not here share a line.
    """
    found = {spec.name: _finding(subject, spec) for spec in specs}
    here = [name for name in found if name in fit and found[name].state is State.OK]
    if here or len(fit) == 1:
        taken = replace(found.pop(here[0] if here else fit[0]), needed=needed)
    else:
        mend = f"{specs[0].kind.command} fetch"
        taken = Finding(subject, State.MISSING, "none that runs here is installed", mend, needed)
    rest = [finding for finding in found.values() if finding.state is not State.MISSING]
    absent = [name for name in found if found[name].state is State.MISSING]
    return [taken, *rest, *_not_here(subject, specs[0].kind, absent)]


def _finding(subject: str, spec: Description) -> Finding:
    mend = f"{spec.kind.command} fetch {spec.name}"
    try:
        files = fetch.installed(spec)
    except ModelError as error:
        detail = f"{spec.name}: {str(error).partition('; run: ')[0]}"
        return Finding(subject, State.BROKEN, detail, mend)
    if files is None:
        return Finding(subject, State.MISSING, f"{spec.name} is not installed", mend)
    path = next(iter(files.values()))
    where = "" if path.is_relative_to(fetch.folder(spec.kind)) else f", in {path.parent}"
    return Finding(subject, State.OK, f"{spec.name}, undamaged{where}")


def _not_here(subject: str, kind: Kind, names: Sequence[str]) -> Sequence[Finding]:
    if not names:
        return ()
    detail = f"not installed: {', '.join(names)}"
    return (Finding(f"other {subject}s", State.MISSING, detail, f"{kind.command} fetch NAME"),)

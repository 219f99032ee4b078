"""Figures as ``bench`` keeps them, made up."""

from engine import fetch, speeds
from engine.models import ModelSpec
from engine.speeds import Setup, Speed, Subject

_DEFAULTS = Setup()


def figures(subject: Subject, milliseconds: float) -> Speed:
    """Figures of which only the time of a whole frame matters."""
    return Speed(
        subject=subject,
        bare=milliseconds,
        decode=0.0,
        whole=milliseconds,
        frames_per_second=1000 / milliseconds,
        source="stage:trio",
        people=3.0,
    )


def plant(spec: ModelSpec, milliseconds: float, setup: Setup = _DEFAULTS) -> None:
    """Keep it that ``spec`` takes so long for a frame on this machine."""
    subject = fetch.speed_subject(spec, spec.builds[0], setup)
    speeds.keep([figures(subject, milliseconds)])

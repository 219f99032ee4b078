"""Settings into an engine that is ready to run."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from engine import cameras, estimators, fetch
from engine.cameras.frame import Camera
from engine.estimators import Estimator
from engine.local import LocalStream
from engine.models import ModelSpec
from engine.pipeline import Pipeline
from engine.poses.errors import ModelError, UsageError
from engine.poses.recording import Recorder
from engine.publisher import Publisher
from engine.runtimes import Runtime, edgetpu
from engine.settings import EngineSettings
from engine.smoother import Smoother
from engine.tracker import Tracker
from engine.vetting import Vetting

Report = Callable[[str], None]
"""Is told, in one line, what people should know while an engine starts."""

DEFAULT_SCENE = "stage:visit"


class NamedEstimator(NamedTuple):
    """An estimator and the name of the model that it runs."""

    name: str
    estimator: Estimator


def open_source(settings: EngineSettings, report: Report, *, scene: str = DEFAULT_SCENE) -> Camera:
    """The camera that ``settings`` name; without one to be found, a ``scene`` of the theatre."""
    source = settings.source
    if source == "auto":
        source = cameras.first_camera() or scene
        report(f"taking pictures from {source}")
    return cameras.open_camera(source, resolution=settings.resolution, skip=settings.skip)


def open_estimator(settings: EngineSettings, report: Report) -> NamedEstimator:
    """The estimator that ``settings`` name, with its model fetched where it is missing."""
    spec, networks = open_networks(settings, report)
    return NamedEstimator(spec.name, estimators.assemble(spec, networks))


def open_networks(settings: EngineSettings, report: Report) -> tuple[ModelSpec, list[Runtime]]:
    """The model that ``settings`` name, and its networks.

    Where the device is ``AUTO``, that is the Edge TPU if one is plugged in and the model has a
    build for it; if it does not answer, ``report`` gets a line and it is the CPU.
    """
    if settings.device == "AUTO" and settings.runtime != "openvino" and edgetpu.is_plugged_in():
        try:
            return _load_networks(msgspec.structs.replace(settings, device="edgetpu"), report)
        except UsageError:
            pass
        except ModelError as error:
            report(f"{error}; using the CPU")
    return _load_networks(settings, report)


def _load_networks(settings: EngineSettings, report: Report) -> tuple[ModelSpec, list[Runtime]]:
    spec, files = fetch.choose(
        settings.model, report=report, runtime=settings.runtime, chip=settings.chip
    )
    return spec, estimators.load_networks(spec, files, settings.runtime, settings)


def open_stream(
    settings: EngineSettings,
    report: Report,
    *,
    smooth: bool = True,
    background: bool = False,
    real_time: bool = False,
    recorder: Recorder | None = None,
    scene: str = DEFAULT_SCENE,
) -> LocalStream:
    """A stream of poses from an engine in this process.

    ``smooth`` filters the keypoints over time, ``background`` has a background vetted, and
    ``real_time`` is the pace of files where ``settings.speed`` does not say otherwise, and
    ``scene`` is what is played where no camera is found.
    """
    camera = open_source(settings, report, scene=scene)
    try:
        name, estimator = open_estimator(settings, report)
    except BaseException:
        camera.close()
        raise
    publisher = Publisher(name)
    pipeline = Pipeline(
        estimator=estimator,
        tracker=Tracker(),
        smoother=Smoother() if smooth else None,
        vetting=Vetting(estimator.estimate) if background else None,
        publisher=publisher,
    )
    return LocalStream(
        camera,
        pipeline,
        publisher,
        speed=settings.pace(real_time),
        seconds=settings.seconds,
        recorder=recorder,
    )

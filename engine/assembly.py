"""Settings into an engine that is ready to run."""

from collections.abc import Callable
from typing import NamedTuple

from engine import cameras, estimators, fetch
from engine.cameras.frame import Camera
from engine.estimators import Estimator
from engine.local import LocalStream
from engine.pipeline import Pipeline
from engine.poses.recording import Recorder
from engine.publisher import Publisher
from engine.running import Engine
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
    spec, files = fetch.choose(settings.model, report=report, runtime=settings.runtime)
    estimator = estimators.load(
        spec,
        files,
        runtime=settings.runtime,
        device=settings.device,
        precision=settings.precision,
    )
    return NamedEstimator(spec.name, estimator)


class Parts(NamedTuple):
    """What an engine is made of."""

    camera: Camera
    pipeline: Pipeline
    publisher: Publisher


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
    parts = _assemble(settings, report, smooth=smooth, background=background, scene=scene)
    return LocalStream(
        *parts, speed=settings.pace(real_time), seconds=settings.seconds, recorder=recorder
    )


def open_engine(
    settings: EngineSettings, report: Report, *, background: bool, real_time: bool
) -> Engine:
    """An engine that is ready to run, for whoever takes its messages; as :func:`open_stream`."""
    parts = _assemble(settings, report, smooth=True, background=background, scene=DEFAULT_SCENE)
    return Engine(*parts, speed=settings.pace(real_time), seconds=settings.seconds)


def _assemble(
    settings: EngineSettings, report: Report, *, smooth: bool, background: bool, scene: str
) -> Parts:
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
    return Parts(camera, pipeline, publisher)

"""Settings into an engine that is ready to run."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from engine import cameras, estimators, fetch, models
from engine.cameras.frame import Camera
from engine.estimating import Team
from engine.estimators import Estimator
from engine.local import LocalStream
from engine.models import ModelSpec
from engine.pipeline import Pipeline
from engine.poses.errors import ModelError
from engine.poses.recording import Recorder
from engine.publisher import Publisher
from engine.rest import Rest
from engine.running import Engine
from engine.runtimes import Network, edgetpu
from engine.settings import EngineSettings
from engine.smoother import Smoother
from engine.tracker import Tracker
from engine.vetting import Vetting

Report = Callable[[str], None]
"""Is told, in one line, what people should know while an engine starts."""

DEFAULT_SCENE = "stage:visit"


AT_ONCE = 2
"""How many frames are estimated side by side where most frames count and none is waited for.

That keeps the network busy while the frames before and after are decoded; more would only wait.
"""


class NamedEstimator(NamedTuple):
    """An estimator, the name of the model that it runs, and how many threads may ask it at once."""

    name: str
    estimator: Estimator
    at_once: int = 1


def open_source(settings: EngineSettings, report: Report, *, scene: str = DEFAULT_SCENE) -> Camera:
    """The camera that ``settings`` name; without one to be found, a ``scene`` of the theatre."""
    source = settings.source
    if source == "auto":
        source = cameras.first_camera() or scene
        report(f"taking pictures from {source}")
    return cameras.open_camera(source, resolution=settings.resolution, skip=settings.skip)


def open_estimator(
    settings: EngineSettings, report: Report, *, fps: float | None = None, at_once: int = 1
) -> NamedEstimator:
    """The estimator that ``settings`` name; the arguments are those of :func:`open_networks`."""
    spec, networks = open_networks(settings, report, fps=fps, at_once=at_once)
    if at_once > 1:
        return side_by_side(spec, networks, at_once)
    return one_by_one(spec, networks)


def one_by_one(spec: ModelSpec, networks: Sequence[Network]) -> NamedEstimator:
    """An estimator of ``spec`` for one thread, which puts the ``networks`` to use."""
    return NamedEstimator(spec.name, estimators.assemble(spec, networks))


def side_by_side(
    spec: ModelSpec, networks: Sequence[Network], at_once: int = AT_ONCE
) -> NamedEstimator:
    """An estimator of ``spec`` that ``at_once`` threads may ask; they share the ``networks``."""
    others = ([network.another() for network in networks] for _ in range(1, at_once))
    team = Team([estimators.assemble(spec, members) for members in (networks, *others)])
    return NamedEstimator(spec.name, team, at_once)


def open_networks(
    settings: EngineSettings, report: Report, *, fps: float | None = None, at_once: int = 1
) -> tuple[ModelSpec, list[Network]]:
    """The model that ``settings`` name, fetched where it is missing, and its networks.

    ``fps`` is the camera's rate, where that is known: ``auto`` takes a model that holds it. Where
    the device is ``AUTO``, that is the Edge TPU if one is plugged in and the model has files for
    it; if it does not answer, or its library crashes, ``report`` gets a line and it is the CPU.
    ``at_once`` is how many pictures the networks will be given at a time, for most of them; one at
    a time is for least latency.
    """
    if settings.device == "AUTO" and settings.runtime != "openvino" and edgetpu.is_plugged_in():
        on_edgetpu = msgspec.structs.replace(settings, device="edgetpu")
        try:
            if _has_files_for_edgetpu(settings.model):
                return _load_networks(on_edgetpu, report, fps, at_once, tried=True)
        except ModelError as error:
            report(f"{error}; using the CPU")
    return _load_networks(settings, report, fps, at_once)


def _has_files_for_edgetpu(model: str) -> bool:
    """Whether there are files of ``model`` for the Edge TPU; of ``auto``, whether any are here."""
    if model != "auto":
        return models.load(model).compiled_for("edgetpu") is not None
    compiled = (spec.compiled_for("edgetpu") for spec in models.by_rank())
    return any(fetch.present(spec) for spec in compiled if spec)


def _load_networks(
    settings: EngineSettings,
    report: Report,
    fps: float | None,
    at_once: int,
    *,
    tried: bool = False,
) -> tuple[ModelSpec, list[Network]]:
    """The model and its networks; ``tried`` in another process first, lest this one crashes."""
    spec, files = fetch.choose(settings.model, report=report, setup=settings.setup, fps=fps)
    if tried:
        from engine.runtimes import trial

        for stage in spec.stages:
            trial.run(files[stage.file], stage, settings)
    return spec, estimators.load_networks(spec, files, settings.runtime, settings, at_once)


def open_camera_and_model(
    settings: EngineSettings, report: Report, *, real_time: bool, scene: str = DEFAULT_SCENE
) -> tuple[Camera, NamedEstimator]:
    """The camera and the estimator that ``settings`` name, one made for the other."""
    camera = open_source(settings, report, scene=scene)
    flat_out = not camera.live and settings.pace(real_time) is None
    try:
        at_once = AT_ONCE if flat_out else 1
        return camera, open_estimator(settings, report, fps=camera.fps, at_once=at_once)
    except BaseException:
        camera.close()
        raise


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
    camera, model = open_camera_and_model(settings, report, real_time=real_time, scene=scene)
    return stream_of(
        camera,
        model,
        smooth=smooth,
        background=background,
        speed=settings.pace(real_time),
        seconds=settings.seconds,
        rest=Rest() if settings.rest else None,
        recorder=recorder,
    )


def stream_of(
    camera: Camera,
    model: NamedEstimator,
    *,
    smooth: bool = True,
    background: bool = False,
    speed: float | None = None,
    seconds: float | None = None,
    rest: Rest | None = None,
    recorder: Recorder | None = None,
) -> LocalStream:
    """The stream of the poses that ``model`` finds in the pictures of ``camera``.

    The flags are those of :func:`open_stream`, the rest those of :class:`LocalStream`.
    """
    parts = _assembled(camera, model, smooth=smooth, background=background)
    return LocalStream(
        *parts,
        speed=speed,
        seconds=seconds,
        at_once=model.at_once,
        rest=rest,
        recorder=recorder,
    )


def open_engine(
    settings: EngineSettings, report: Report, *, background: bool, real_time: bool
) -> Engine:
    """An engine that is ready to run, for whoever takes its messages; as :func:`open_stream`."""
    camera, model = open_camera_and_model(settings, report, real_time=real_time)
    parts = _assembled(camera, model, smooth=True, background=background)
    return Engine(
        *parts,
        speed=settings.pace(real_time),
        seconds=settings.seconds,
        at_once=model.at_once,
        rest=Rest() if settings.rest else None,
    )


def _assembled(camera: Camera, model: NamedEstimator, *, smooth: bool, background: bool) -> Parts:
    name, estimator, _ = model
    publisher = Publisher(name)
    pipeline = Pipeline(
        estimator=estimator,
        tracker=Tracker(),
        smoother=Smoother() if smooth else None,
        vetting=Vetting(estimator.estimate) if background else None,
        publisher=publisher,
    )
    return Parts(camera, pipeline, publisher)

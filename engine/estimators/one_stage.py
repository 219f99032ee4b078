"""One network that sees the whole picture and finds everybody in it."""

from collections.abc import Sequence
from time import perf_counter

from engine import decoders
from engine.detections import Detections, Pixels
from engine.estimators.letterbox import Letterbox
from engine.models import ModelSpec
from engine.runtimes import Runtime


class OneStageEstimator:
    """Fits the picture to the network, runs it, and decodes what it puts out."""

    def __init__(self, spec: ModelSpec, runtimes: Sequence[Runtime]) -> None:
        (stage,) = spec.stages
        (self._runtime,) = runtimes
        self._letterbox = Letterbox(stage.input)
        self._decoder = decoders.load(stage.decoder.name, stage.decoder.options)
        self.inference_seconds = 0.0
        self.decoding_seconds = 0.0

    def estimate(self, pixels: Pixels) -> Detections:
        """The people in ``pixels``; see :class:`engine.estimators.Estimator`."""
        picture, placement = self._letterbox.fit(pixels)
        started = perf_counter()
        tensors = self._runtime.infer(picture)
        inferred = perf_counter()
        detections = self._decoder.decode(tensors)
        self.inference_seconds = inferred - started
        self.decoding_seconds = perf_counter() - inferred
        return placement.to_picture(detections)

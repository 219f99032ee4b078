"""The way of one frame: estimate, track, smooth, vet, publish; one direction, one owner a step."""

from engine.cameras.frame import Frame
from engine.detections import Detections, Tracks
from engine.estimators import Estimator
from engine.poses.background import BackgroundState, BackgroundStatus
from engine.publisher import Publisher
from engine.smoother import Smoother
from engine.tracker import Tracker
from engine.vetting import Vetting

NOBODY = Tracks((), Detections.none().keypoints, Detections.none().scores)


class Pipeline:
    """Turns camera frames into published poses and, where ``vetting`` is given, a background."""

    def __init__(
        self,
        estimator: Estimator,
        tracker: Tracker,
        smoother: Smoother | None,
        vetting: Vetting | None,
        publisher: Publisher,
    ) -> None:
        self._estimator = estimator
        self._tracker = tracker
        self._smoother = smoother
        self._vetting = vetting
        self._publisher = publisher

    def estimate(self, frame: Frame) -> Detections:
        """The people in ``frame``, which depends on no other frame."""
        return self._estimator.estimate(frame.pixels)

    def follow(self, frame: Frame, detections: Detections, dropped: int = 0) -> None:
        """Take ``frame``, in which ``detections`` were found, the rest of the way.

        Frames come in order; ``dropped`` of them have been skipped before this one so far.
        """
        height, width = frame.pixels.shape[:2]
        tracks = self._tracker.update(detections, frame.time, aspect=width / height)
        if self._smoother is not None:
            tracks = self._smoother.update(tracks, frame.time)
        status = BackgroundStatus()
        if self._vetting is not None:
            background = self._vetting.update(frame, detections)
            status = self._vetting.status
            if background is not None:
                self._publisher.publish_background(background)
        self._publisher.publish_poses(frame, tracks, status, dropped)

    def pass_over(self, frame: Frame, dropped: int = 0) -> None:
        """Tell of nobody in ``frame``, which no model has looked at; vetting learns nothing of it.

        :attr:`may_rest` has to hold.
        """
        status = BackgroundStatus() if self._vetting is None else self._vetting.status
        self._publisher.publish_poses(frame, NOBODY, status, dropped)

    @property
    def may_rest(self) -> bool:
        """Whether nothing is missed of frames without people but the light: no vetting goes on."""
        return self._vetting is None or self._vetting.status.state is BackgroundState.READY

    def renew_background(self) -> None:
        """Drop the background and vet a new one."""
        if self._vetting is not None:
            self._vetting.renew()

"""Poses for other programs, by OSC over UDP; ``docs/osc.md`` has the messages."""

from contextlib import closing

from apps.bridge.frames import SILENCE_SECONDS, frames_and_nobody, without_people
from apps.bridge.settings import OscSettings
from apps.osc.sender import FrameSender
from engine.poses import PoseStream


def run(poses: PoseStream, settings: OscSettings, *, silence: float = SILENCE_SECONDS) -> None:
    """Send each frame of ``poses`` in one bundle, until the stream ends or somebody stops it.

    When frames stay away for ``silence`` seconds, and at the end, however it comes, a frame without
    anybody is sent. Raises what the stream failed with, and what :class:`FrameSender` raises.
    """
    last = None
    with closing(FrameSender(settings.address)) as sender:
        try:
            for last in frames_and_nobody(poses, silence):
                sender.send_frame(last)
        finally:
            if last is not None:
                sender.send_frame(without_people(last))

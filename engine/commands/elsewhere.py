"""Which engine the command line and the config mean: in this process, or elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.options import PosesFrom, override
from engine.poses.errors import OutputError, UsageError
from engine.settings import AppEngineSettings, EngineSettings

if TYPE_CHECKING:
    from engine.poses.remote import Dial


def chosen_engine(poses_from: PosesFrom, settings: EngineSettings) -> EngineSettings:
    """``settings`` with what ``poses_from`` says; no address where it says where poses come from.

    :class:`UsageError` where it says two things at once.
    """
    _check(poses_from)
    given = {**poses_from.engine, "source": poses_from.source}
    if isinstance(settings, AppEngineSettings):
        address = poses_from.address
        if poses_from.source is not None or poses_from.replay is not None:
            address = ""
        given |= {"address": address, "camera": poses_from.camera}
    return override(settings, given)


def dial_of(settings: AppEngineSettings) -> "Dial":
    """How the engine at the settings' address is reached; :class:`UsageError` without keys."""
    from engine.poses.remote import Dial, read_address

    need_zmq()
    address = read_address(settings.address)
    if address.path is not None:
        return Dial(address.url)
    from engine.poses.remote.keys import KeyFolder

    folder = KeyFolder(Path(settings.keys) if settings.keys else None)
    return Dial(address.url, folder.for_engine(settings.key))


def need_zmq() -> None:
    """:class:`OutputError` where engines and apps cannot talk for want of ZeroMQ."""
    try:
        import zmq  # noqa: F401
    except ImportError as error:
        raise OutputError(
            "an engine for several apps needs pyzmq, which is not installed; "
            "run: pip install 'skeleton-crew[serve]'"
        ) from error


def _check(poses_from: PosesFrom) -> None:
    if poses_from.replay is not None and poses_from.source is not None:
        raise UsageError("--replay takes the place of a source; give one of the two")
    if poses_from.address is None:
        return
    if poses_from.replay is not None or poses_from.source is not None:
        raise UsageError("--engine takes the place of a source and of --replay; give one of them")
    for name in poses_from.engine:
        option = name.replace("_", "-")
        raise UsageError(f"--{option} is of an engine in this process, not of the one at --engine")

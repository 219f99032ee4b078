"""Poses for web pages: a JSON message a frame; ``docs/websocket.md`` describes them."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from apps.bridge.frames import SILENCE_SECONDS, frames_and_nobody
from apps.bridge.settings import WebSocketSettings
from apps.bridge.websocket.files import Files
from apps.bridge.websocket.messages import as_json
from apps.bridge.websocket.origins import Origins
from apps.bridge.websocket.server import PoseServer
from apps.network import local_address, split_address
from engine.poses import PoseStream, UsageError

_OUR_PAGE = Path(__file__).with_name("page")


def run(
    poses: PoseStream,
    settings: WebSocketSettings,
    *,
    report: Callable[[str], None] = print,
    silence: float = SILENCE_SECONDS,
) -> None:
    """Tell web pages each frame of ``poses``, until the stream ends or somebody stops it.

    When frames stay away for ``silence`` seconds, a frame without anybody is told. ``report`` is
    told where the page is, and whose pages were refused. Raises what the stream failed with,
    :class:`UsageError` for settings that make no sense, and :class:`OutputError` for an address
    that is in use, or not of this machine, or not on the local network.
    """
    host, port = split_address(settings.address)
    address = local_address(host, port)
    origins = Origins({host.lower(), address}, settings.origins, report)
    with closing(PoseServer(address, port, _files(settings.page), origins)) as server:
        report(f"a page is at http://{settings.address}, and poses are at ws://{settings.address}")
        for frame in frames_and_nobody(poses, silence):
            server.tell(as_json(frame))


def _files(page: str) -> Files:
    """The files of the folder ``page``, and ours where it has none of that name."""
    if page and not Path(page).is_dir():
        raise UsageError(f"there is no folder {page} with a page to serve")
    return Files([Path(page), _OUR_PAGE] if page else [_OUR_PAGE])

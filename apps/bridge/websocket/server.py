"""Serves the newest frame to every page that asks, in a thread of its own."""

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Callable, Coroutine
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar
from weakref import WeakSet

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.protocol import State

from apps.bridge.websocket.files import File, Files
from apps.bridge.websocket.newest import Newest
from apps.bridge.websocket.origins import Origins
from engine.poses import OutputError

Result = TypeVar("Result")

MOST_CLIENTS = 100

_SEND_BUFFER = 1 << 16
"""Bytes that the system holds back for a slow reader: what waits there is old when it is read."""

_LARGEST_REQUEST = 1 << 10
_CLOSE_SECONDS = 1.0
_MOMENT = 0.02
"""Seconds in which the event loop closes the sockets of connections that are given up."""


class PoseServer:
    """Serves at ``host``, an address in numbers, and ``port``, by WebSocket or HTTP.

    Pages that ``origins`` admits get each message, or the newest if they are slow: for none is more
    kept than that. Who asks without WebSocket gets ``files``. Raises :class:`OutputError` for an
    address that cannot be had.
    """

    def __init__(self, host: str, port: int, files: Files, origins: Origins) -> None:
        self._files = files
        self._origins = origins
        self._newest = Newest()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pages", daemon=True)
        self._thread.start()
        try:
            self._server: Server = self._call(self._serve(host, port))
        except OSError as error:
            self._stop()
            raise OutputError(
                f"cannot serve poses at {host} port {port}: {_reason(error)}; give another address"
            ) from error

    def tell(self, text: str) -> None:
        """Have everybody told ``text``, in place of what is still waiting; never waits."""
        self._loop.call_soon_threadsafe(self._newest.put, text)

    def close(self) -> None:
        """Part from everybody, within two seconds; closing twice is harmless."""
        if self._loop.is_closed():
            return
        self._call(self._part())
        self._stop()

    def _call(self, what: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result()

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # In the server's thread

    async def _serve(self, host: str, port: int) -> Server:
        return await serve(
            self._tell,
            host,
            port,
            process_request=self._answer,
            create_connection=_Connection,
            server_header=None,
            compression=None,
            max_size=_LARGEST_REQUEST,
            close_timeout=_CLOSE_SECONDS,
        )

    async def _part(self) -> None:
        self._server.close()
        # Browsers keep connections open on which they ask for nothing.
        self._abort(lambda connection: connection.state is State.CONNECTING)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._server.wait_closed(), 2 * _CLOSE_SECONDS)
        self._abort(lambda _: True)
        await asyncio.sleep(_MOMENT)

    def _abort(self, which: Callable[[ServerConnection], bool]) -> None:
        for connection in list(_Connection.known):
            if connection.server is self._server and which(connection):
                connection.transport.abort()

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """A file or a refusal; None for who gets poses."""
        if "Upgrade" not in request.headers:
            return _response(self._files.find(request.path))
        if not all(map(self._origins.admit, request.headers.get_all("Origin"))):
            return connection.respond(HTTPStatus.FORBIDDEN, "Not for pages from there.\n")
        if len(self._server.connections) >= MOST_CLIENTS:
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "Too many are here.\n")
        return None

    async def _tell(self, client: ServerConnection) -> None:
        """Send ``client`` what is new until it goes; what it says is not listened to."""
        client.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER
        )
        sending = asyncio.create_task(self._send_newest(client))
        try:
            with contextlib.suppress(ConnectionClosed):
                async for _ in client:
                    pass
        finally:
            sending.cancel()

    async def _send_newest(self, client: ServerConnection) -> None:
        number = 0
        with contextlib.suppress(ConnectionClosed):
            while True:
                number, text = await self._newest.after(number)
                await client.send(text)


class _Connection(ServerConnection):
    """A connection that is known from its beginning, before it has asked for anything."""

    known: ClassVar["WeakSet[_Connection]"] = WeakSet()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.known.add(self)


def _response(file: File | None) -> Response:
    status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
    type_, content = file or File("text/plain; charset=utf-8", b"There is no such file.\n")
    headers = Headers(
        {
            "Date": formatdate(usegmt=True),
            "Connection": "close",
            "Content-Length": str(len(content)),
            "Content-Type": type_,
            "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff",
        }
    )
    return Response(status.value, status.phrase, headers, content)


def _reason(error: OSError) -> str:
    """What the system says; asyncio puts a sentence of its own around it."""
    return os.strerror(error.errno) if error.errno else str(error)

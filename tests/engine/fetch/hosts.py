"""A web host on this machine that serves files, well or badly."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Answer = Callable[["Request"], None]


class Host:
    """Answers ``GET path`` as ``answers[path]`` says, with 404 to all else.

    ``requests`` are path and ``Range`` of all that was asked.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, str | None]] = []
        host = self

        class Handler(Request):
            def do_GET(self) -> None:
                host.requests.append((self.path, self.headers["Range"]))
                host.answers.get(self.path, missing)(self)

        self._server = _QuietServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.name = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.name}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Request(BaseHTTPRequestHandler):
    """One request that is being answered."""

    def begin(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def begin_part(self, content: bytes) -> bytes:
        """Send the headers for what is asked of ``content``, and return that."""
        asked = self.headers["Range"]
        if asked is None:
            self.begin(200, Content_Length=len(content))
            return content
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        if start >= len(content):
            self.begin(416, Content_Length=0)
            return b""
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self.begin(206, Content_Length=len(content) - start, Content_Range=span)
        return content[start:]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what these tests are about."""


def missing(request: Request) -> None:
    request.begin(404, Content_Length=0)


def whole(content: bytes) -> Answer:
    """Well, parts included."""

    def answer(request: Request) -> None:
        request.wfile.write(request.begin_part(content))

    return answer


def in_pieces(content: bytes, size: int) -> Answer:
    """Announces all that is asked for, and hangs up after ``size`` bytes."""

    def answer(request: Request) -> None:
        request.wfile.write(request.begin_part(content)[:size])

    return answer


def never_in_part(content: bytes) -> Answer:
    """Knows no ranges."""

    def answer(request: Request) -> None:
        request.begin(200, Content_Length=len(content))
        request.wfile.write(content)

    return answer


def of_unknown_length(content: bytes) -> Answer:
    def answer(request: Request) -> None:
        request.begin(200)
        request.wfile.write(content)

    return answer


def pausing(content: bytes, size: int, event: threading.Event) -> Answer:
    """Sends ``size`` bytes at once, and the rest not before ``event``."""

    def answer(request: Request) -> None:
        asked = request.begin_part(content)
        request.wfile.write(asked[:size])
        request.wfile.flush()
        event.wait(10)
        request.wfile.write(asked[size:])

    return answer


def failing(status: int) -> Answer:
    def answer(request: Request) -> None:
        request.begin(status, Content_Length=0)

    return answer


def announcing(size: int) -> Answer:
    """Announces ``size`` bytes, and sends one."""

    def answer(request: Request) -> None:
        request.begin(200, Content_Length=size)
        request.wfile.write(b"?")

    return answer


def moved_to(url: str) -> Answer:
    def answer(request: Request) -> None:
        request.begin(302, Location=url, Content_Length=0)

    return answer


def after(event: threading.Event, then: Answer) -> Answer:
    """Says nothing until ``event``."""

    def answer(request: Request) -> None:
        event.wait(10)
        then(request)

    return answer

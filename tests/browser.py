"""Chromium without a window, which is told what to do by the DevTools protocol."""

import base64
import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from tests.debian import program

CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-sync", "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


class Page:
    """A page that is open in the browser; ``said`` is what it logged as an error."""

    def __init__(self, browser: ClientConnection) -> None:
        self._browser = browser
        self._numbers = itertools.count(1)
        self.said: list[str] = []
        self._tell("Runtime.enable")
        self._tell("Page.enable")

    def open(self, address: str) -> None:
        self._tell("Page.navigate", url=address)

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript ``expression``, awaited if it is a promise."""
        answer = self._tell(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        return answer["result"].get("value")

    def screenshot(self) -> bytes:
        """The page as a PNG."""
        return base64.b64decode(self._tell("Page.captureScreenshot")["data"])

    def _tell(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        self._browser.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._browser.recv(30))
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]
            self._listen(message)

    def _listen(self, message: dict[str, Any]) -> None:
        if message["method"] == "Runtime.exceptionThrown":
            self.said.append(json.dumps(message["params"]["exceptionDetails"]))
        if message["method"] == "Runtime.consoleAPICalled" and message["params"]["type"] == "error":
            self.said.append(json.dumps(message["params"]["args"]))


@contextmanager
def browsing(folder: Path) -> Iterator[Page]:
    """An empty page, whose browser keeps its files in ``folder``."""
    command = [program("chromium", "chromium"), *CHROMIUM, "--window-size=960,540"]
    command += [f"--user-data-dir={folder}", "--remote-debugging-port=0", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            listening = (re.search(r"ws://([^/]+)/", line) for line in process.stderr)
            host = next(match[1] for match in listening if match)
            (tab,) = [t for t in httpx.get(f"http://{host}/json").json() if t["type"] == "page"]
            with connect(tab["webSocketDebuggerUrl"], max_size=None) as browser:
                yield Page(browser)
        finally:
            process.kill()

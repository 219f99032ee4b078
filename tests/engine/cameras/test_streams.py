"""Live streams, from a server on this machine that sends MJPEG as network cameras do."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import pytest

from engine.cameras import open_camera, opencv
from engine.cameras.live import LiveCamera, Patience
from engine.poses.errors import CameraError
from tests.engine.cameras.media import picture, write_video

PATIENCE = Patience(opening=10.0, frame=2.0, pauses=(0.05,))


class MjpegServer(ThreadingHTTPServer):
    """Sends one picture after the other until it is ``cut``; then refuses until ``mended``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Mjpeg)
        self.cut = threading.Event()
        self.refused = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/video"


class _Mjpeg(BaseHTTPRequestHandler):
    server: MjpegServer

    def do_GET(self) -> None:
        if self.server.cut.is_set():
            self.send_error(503)
            self.server.refused.set()
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        number = 0
        while not self.server.cut.wait(0.01):
            jpeg = cv2.imencode(".jpg", picture(number % 32))[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + jpeg + b"\r\n")
            except OSError:
                return
            number += 1

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.cut.set()
        server.shutdown()
        thread.join()


def test_an_http_stream_is_a_live_camera(server: MjpegServer) -> None:
    with closing(open_camera(server.url, resolution=(80, 80))) as camera:
        frames = camera.frames()
        first, second = next(frames), next(frames)
    assert camera.live
    assert first.pixels.shape == (60, 80, 3)
    assert first.number < second.number
    assert first.time < second.time


def test_a_stream_that_is_cut_comes_back(
    server: MjpegServer, caplog: pytest.LogCaptureFixture
) -> None:
    def connect() -> opencv.LiveCapture:
        return opencv.open_stream(server.url, None)

    with closing(LiveCamera(server.url, connect, patience=PATIENCE)) as camera:
        frames = camera.frames()
        next(frames)
        server.cut.set()
        threading.Thread(target=_mend, args=(server,)).start()
        for _ in frames:
            if len(caplog.messages) == 2:
                break
    assert caplog.messages == [
        f"{server.url} gives no picture; it is waited for",
        f"{server.url} gives pictures again",
    ]


def _mend(server: MjpegServer) -> None:
    server.refused.wait()
    server.cut.clear()


def test_a_program_that_forgets_to_close_a_stream_ends_all_the_same(server: MjpegServer) -> None:
    script = "import sys; from engine.cameras import open_camera; open_camera(sys.argv[1])"
    command = [sys.executable, "-c", script, server.url]
    assert subprocess.run(command, check=False, timeout=60.0).returncode == 0


def test_an_address_that_answers_with_an_error_sends_no_video(server: MjpegServer) -> None:
    server.cut.set()
    with pytest.raises(CameraError, match="/video answers, but sends no video"):
        open_camera(server.url)


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_an_address_where_nobody_listens_cannot_be_reached(
    scheme: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CameraError) as caught:
        open_camera(f"{scheme}://visitor:secret@127.0.0.1:1/video")
    assert (
        str(caught.value) == f"{scheme}://127.0.0.1:1/video cannot be reached: Connection refused"
    )
    assert capfd.readouterr() == ("", "")


def test_an_address_of_a_video_file_is_a_file(tmp_path: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    write_video(tmp_path / "clip.avi", 20)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        camera = open_camera(f"http://127.0.0.1:{server.server_port}/clip.avi", skip=0.5)
        numbers = [frame.number for frame in camera.frames()]
        camera.close()
        server.shutdown()
        thread.join()
    assert not camera.live
    assert numbers == list(range(5, 20))

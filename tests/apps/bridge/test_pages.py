"""What web artists see: our page and the p5.js example, in a real browser."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine.poses import LIMBS
from tests.apps.bridge.serving import Served, serving
from tests.apps.mqtt.brokers import eventually
from tests.browser import Page, browsing
from tests.debian import program

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "p5"

Picture = npt.NDArray[np.uint8]

NEXT_PICTURE = "new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))"
CONNECT = """new Promise((answer) => {
    const socket = new WebSocket("ws://ADDRESS");
    socket.onopen = () => answer("connected");
    socket.onerror = () => answer("refused");
})"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browsing(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture(scope="module")
def p5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's folder with p5.js in it, as its README says; skips where npm cannot fetch."""
    program("npm", "npm")
    folder = tmp_path_factory.mktemp("p5") / "page"
    shutil.copytree(EXAMPLE, folder)
    command = re.findall(r"^npm pack .*", (folder / "README.md").read_text("utf-8"), re.MULTILINE)
    done = subprocess.run(
        command[0], shell=True, cwd=folder, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        pytest.skip(f"npm cannot fetch p5.js: {done.stderr[-200:]}")
    assert (folder / "p5.min.js").stat().st_size > 100_000
    return folder


def open_page(page: Page, served: Served) -> None:
    page.open(f"http://{served.address}/")
    eventually(lambda: page.ask("typeof crew === 'object' && crew.connected"))


def shown(page: Page, served: Served, people: int) -> Picture:
    """The page as it shows ``people``, once it has been told of them for a while."""
    open_page(page, served)
    for number in range(10):
        served.see(number, people)
        page.ask(NEXT_PICTURE)
    eventually(lambda: page.ask("crew.poses.length") == people)
    page.ask(NEXT_PICTURE)
    picture = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return np.asarray(picture, np.uint8)


def coloured(picture: Picture) -> float:
    """The share of ``picture`` that is neither grey nor dark."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
    return float(((hsv[..., 1] > 120) & (hsv[..., 2] > 120)).mean())


def check_drawing(page: Page, served: Served) -> None:
    """Somebody on the left of the camera's picture is drawn on the right, as in a mirror."""
    assert coloured(shown(page, served, people=0)) == 0
    picture = shown(page, served, people=1)
    left, right = np.hsplit(picture[:, : picture.shape[1] // 2 * 2], 2)
    assert coloured(left) == 0
    assert coloured(right) > 0.01
    assert page.said == []


def test_our_page_draws_who_is_there(page: Page) -> None:
    with serving() as served:
        check_drawing(page, served)


def test_the_p5_example_draws_who_is_there(page: Page, p5: Path) -> None:
    with serving(page=str(p5)) as served:
        check_drawing(page, served)
        assert page.ask("typeof p5") == "function"


def test_a_page_forgets_people_when_the_bridge_goes(page: Page) -> None:
    with serving() as served:
        open_page(page, served)
        served.see(0, people=2)
        eventually(lambda: page.ask("crew.poses.length") == 2)
    eventually(lambda: page.ask("crew.poses.length === 0 && crew.frame === null"))
    assert not page.ask("crew.connected")


def test_skeletons_have_the_same_limbs_as_everywhere(page: Page) -> None:
    with serving() as served:
        open_page(page, served)
        limbs = page.ask("SkeletonCrew.limbs")
    assert [tuple(limb) for limb in limbs] == [(a.label, b.label) for a, b in LIMBS]


def test_a_page_from_elsewhere_gets_nothing(page: Page) -> None:
    with serving() as served:
        page.open("about:blank")
        assert page.ask(CONNECT.replace("ADDRESS", served.address)) == "refused"
        page.open(f"http://{served.address}/nothing")
        eventually(lambda: page.ask("location.host") == served.address)
        assert page.ask(CONNECT.replace("ADDRESS", served.address)) == "connected"

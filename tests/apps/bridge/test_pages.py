"""What web artists see: our page and the p5.js example, in a real browser."""

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.apps.bridge.serving import Served, serving
from tests.apps.mqtt.brokers import eventually
from tests.browser import Page, browsing

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "p5"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browsing(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture(scope="session")
def p5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's folder with p5.js in it, from npm; skips where npm or the registry is not."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm, which fetches p5.js")
    folder = tmp_path_factory.mktemp("p5")
    shutil.copytree(EXAMPLE, folder / "page")
    done = subprocess.run(
        [npm, "pack", "--silent", "p5"], cwd=folder, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        pytest.skip(f"npm cannot fetch p5.js: {done.stderr[-200:]}")
    (package,) = folder.glob("p5-*.tgz")
    with tarfile.open(package) as files:
        script = files.extractfile("package/lib/p5.min.js")
        assert script is not None
        (folder / "page" / "p5.min.js").write_bytes(script.read())
    return folder / "page"


def shown(page: Page, served: Served, people: int) -> "np.ndarray":
    """The page as it shows ``people``, once the browser has been told of them."""
    page.open(f"http://{served.address}/")
    eventually(lambda: page.ask("typeof crew === 'object' && crew.connected"))
    for number in range(20):
        served.see(number, people)
        page.ask(
            "new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))"
        )
    assert page.ask("crew.poses.length") == people
    picture = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture


def colours_in(picture: "np.ndarray") -> float:
    """The share of ``picture`` that is neither grey nor dark."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
    return float(((hsv[..., 1] > 120) & (hsv[..., 2] > 120)).mean())


def test_our_page_draws_those_who_are_there(page: Page) -> None:
    with serving() as served:
        empty, crowded = shown(page, served, 0), shown(page, served, 2)
        cv2.imwrite("/tmp/ch/ours.png", crowded)
    assert colours_in(empty) == 0
    assert colours_in(crowded) > 0.01
    assert page.said == []


def test_the_p5_example_draws_those_who_are_there(page: Page, p5: Path) -> None:
    with serving(page=str(p5)) as served:
        empty, crowded = shown(page, served, 0), shown(page, served, 2)
        cv2.imwrite("/tmp/ch/p5.png", crowded)
        assert page.ask("typeof p5") == "function"
    assert colours_in(empty) == 0
    assert colours_in(crowded) > 0.005
    assert page.said == []

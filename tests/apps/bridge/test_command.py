import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("bridge", "library"), [("osc", "pythonosc"), ("websocket", "websockets"), ("mqtt", "paho")]
)
def test_a_library_that_is_missing_is_one_line_with_what_to_install(
    bridge: str, library: str
) -> None:
    program = (
        f"import sys; sys.modules[{library!r}] = None\n"
        f"sys.argv[1:] = ['bridge', {bridge!r}]\n"
        "from apps.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"this bridge needs {library}" in done.stderr
    assert "run: pip install 'skeleton-crew[bridge]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1

"""OpenVINO tells nobody that it is used."""

import subprocess
import sys
from pathlib import Path

LOADED = """
import engine.runtimes.openvino
from openvino.tools.ovc import telemetry_utils
print(telemetry_utils.tm.__name__)
"""


def test_a_runtime_that_is_loaded_has_nothing_to_tell_of_it_and_no_number_to_be_known_by(
    tmp_path: Path,
) -> None:
    environment = {"HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["openvino.tools.ovc.telemetry_stub"]
    assert not list(tmp_path.iterdir())

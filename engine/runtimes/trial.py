"""A network on an Edge TPU, tried in a process of its own, which a library that does not fit kills.

Coral's libedgetpu of 2022 crashes newer interpreters: no exception says so.
"""

import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np

from engine import runtimes
from engine.models import StageSpec
from engine.poses.errors import ModelError, SkeletonCrewError
from engine.runtimes import RuntimeOptions

_SECONDS = 30.0
"""How long a trial may take; a stick that was never used is given its program first."""

_REFUSED = 3
"""The exit status that says that the reason is on stdout."""


class _Trial(msgspec.Struct, frozen=True):
    path: str
    stage: StageSpec
    options: RuntimeOptions


def run(path: Path, stage: StageSpec, options: RuntimeOptions) -> None:
    """Return if the network at ``path`` runs as ``options`` say; else :class:`ModelError`."""
    named = {name: getattr(options, name) for name in RuntimeOptions.__struct_fields__}
    trial = _Trial(str(path), stage, RuntimeOptions(**named))
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=msgspec.json.encode(trial),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError(f"{options.device} does not answer within {_SECONDS:.0f} s") from error
    if done.returncode == _REFUSED:
        raise ModelError(done.stdout.decode().strip())
    if done.returncode:
        raise ModelError(
            f"{options.device} crashes (exit status {done.returncode}): libedgetpu may be too old "
            "for the LiteRT that is installed; see README, On a Coral board or stick"
        )


def main() -> None:
    """Load the network that stdin describes, and run it once."""
    trial = msgspec.json.decode(sys.stdin.buffer.read(), type=_Trial)
    width, height = trial.stage.input.size
    try:
        network = runtimes.load("litert", Path(trial.path), trial.stage, trial.options)
        network.infer(np.zeros((height, width, 3), np.uint8))
    except SkeletonCrewError as error:
        print(error)
        sys.exit(_REFUSED)


if __name__ == "__main__":
    main()

"""Libraries that stand in for Coral's, compiled from ``plugin.c`` as the tests begin."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

SOURCE = Path(__file__).with_name("plugin.c")


def compile_plugin(
    place: Path, operation: str, *, output: Iterable[float] = (0.0,), refused: str = "none"
) -> Path:
    """The library at ``place``, for the ``operation``, whose tensors then hold ``output``.

    It refuses the device that is called ``refused``.
    """
    definitions = (
        f'-DOPERATION="{operation}"',
        f"-DOUTPUT={','.join(str(float(value)) for value in output)}",
        f'-DREFUSED="{refused}"',
    )
    command = ["cc", "-shared", "-fPIC", "-Wall", "-Werror", *definitions]
    subprocess.run([*command, "-o", str(place), str(SOURCE)], check=True)
    return place

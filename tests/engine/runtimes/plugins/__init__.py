"""What stands in for Coral's libraries, compiled from ``plugin.c``, and for packages."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_name("plugin.c")


def compile_plugin(place: Path, operation: str, output: bytes, *, refused: str = "none") -> Path:
    """The library at ``place``, for the ``operation``, whose tensors then hold ``output``.

    It refuses the device that is called ``refused``.
    """
    file = place.with_suffix(".output")
    file.write_bytes(output)
    definitions = (
        f'-DOPERATION="{operation}"',
        f'-DOUTPUT="{file}"',
        f'-DREFUSED="{refused}"',
    )
    command = ["cc", "-shared", "-fPIC", "-Wall", "-Werror", *definitions]
    subprocess.run([*command, "-o", str(place), str(SOURCE)], check=True)
    return place


@contextmanager
def forgotten_afterwards(package: str) -> Iterator[None]:
    """Afterwards the modules of ``package`` are the ones that they were before: none, or others."""
    before = {name: module for name, module in sys.modules.items() if _is_of(package, name)}
    for name in before:
        del sys.modules[name]
    try:
        yield
    finally:
        for name in [name for name in sys.modules if _is_of(package, name)]:
            del sys.modules[name]
        sys.modules.update(before)


def _is_of(package: str, module: str) -> bool:
    return module.partition(".")[0] == package

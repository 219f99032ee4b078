"""``python -m tools.kiosk install`` or ``uninstall``, as the Makefile asks for it."""

import argparse
import sys
from pathlib import Path

from tools.kiosk.installation import Installation
from tools.kiosk.machine import KioskError, Machine


def main() -> int:
    """Do what the command line says; the exit status."""
    parser = argparse.ArgumentParser(prog="tools.kiosk", description=__doc__)
    parser.add_argument("verb", choices=("install", "uninstall"))
    parser.add_argument("--root", type=Path, default=Path("/"), help="Stands for the machine's /.")
    parser.add_argument("--prefix", type=Path, default=Path("/opt/skeleton-crew"))
    given = parser.parse_args()
    if not given.prefix.is_absolute():
        parser.error(f"--prefix {given.prefix} is not an absolute path")
    kiosk = Installation(Machine(given.root.resolve()), given.prefix, print)
    try:
        kiosk.install() if given.verb == "install" else kiosk.uninstall()
    except KioskError as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"kiosk: cannot write {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

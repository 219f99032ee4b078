"""The command line: ``skeleton-crew …``, or ``python -m apps …``."""

import os
import signal
import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from apps.commands import add_app_commands
from engine.commands import add_engine_commands
from engine.poses import SkeletonCrewError

app = typer.Typer(
    name="skeleton-crew",
    help="Installations that react to people without showing, keeping or sending their picture.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
add_engine_commands(app)
add_app_commands(app)


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Take the options that every command has; :func:`main` looks for them itself."""


def main() -> None:
    """Run the command line; errors are one line on stderr, and the traceback only on demand."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1
    try:
        sys.exit(app(arguments, prog_name="skeleton-crew", standalone_mode=False) or 0)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except TyperException as error:
        _fail(error.format_message(), error.exit_code)
    except SkeletonCrewError as error:
        if debug:
            raise
        _fail(str(error), error.exit_status)
    except Exception as error:
        if debug:
            raise
        _fail(f"a fault in skeleton-crew itself: {error!r}; --debug shows where", 1)


def _fail(message: str, status: int) -> None:
    one_line = " ".join(message.split())
    typer.echo(f"skeleton-crew: {one_line}", err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()

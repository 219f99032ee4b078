"""``skeleton-crew keys``: who may connect over TCP."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.commands.elsewhere import need_zmq
from engine.commands.options import say

if TYPE_CHECKING:
    from engine.poses.remote.keys import KeyFolder

keys_app = typer.Typer(
    name="keys",
    help="Keys for engines and apps that meet over TCP: new, allow, revoke, list.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[
    Path | None, typer.Option("--keys", help="The folder of keys; the user's own if not given.")
]


@keys_app.command("new")
def new(folder: Folder = None) -> None:
    """Make this machine's keys, and print the file that other machines are to allow."""
    public = _keys(folder).new()
    typer.echo(public)
    say("copy that file to the other machine, and run there: skeleton-crew keys allow NAME FILE")


@keys_app.command("allow")
def allow(
    name: Annotated[str, typer.Argument(help="What to call it here.")],
    file: Annotated[Path, typer.Argument(help="A public key, as `keys new` makes it.")],
    folder: Folder = None,
) -> None:
    """Allow whoever has this key: an app to connect here, or an engine to be connected to."""
    from engine.poses.remote.keys import read_key

    _keys(folder).allow(name, read_key(file))
    say(f"{name} is allowed")


@keys_app.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(help="What the key is called here.")],
    folder: Folder = None,
) -> None:
    """Allow a key no more; an engine that runs drops whoever has it within a second or two."""
    _keys(folder).revoke(name)
    say(f"{name} is allowed no more")


@keys_app.command("list")
def list_keys(folder: Folder = None) -> None:
    """List the keys that are allowed, and where everything is."""
    keys = _keys(folder)
    for name, key in keys.allowed().items():
        typer.echo(f"{name}  {key.decode()}")
    say(f"keys are in {keys.path}")


def _keys(folder: Path | None) -> "KeyFolder":
    from engine.poses.remote.keys import KeyFolder

    need_zmq()
    return KeyFolder(folder)

"""How far a long piece of work is, for the person who waits at a terminal."""

from collections.abc import Iterable, Iterator

from engine.poses import PoseFrame


def counted(frames: Iterable[PoseFrame]) -> Iterator[PoseFrame]:
    """``frames`` as they come, counted on stderr where that is a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from frames
        return
    with console.status("starting …") as status:
        for number, frame in enumerate(frames, start=1):
            status.update(f"{number} frames, {frame.time:.1f} s")
            yield frame

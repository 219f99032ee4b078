"""The drawing board: what people do to the window goes to the editor, what they draw to a file."""

from engine.poses.errors import SkeletonCrewError
from engine.preview.events import CLOSE, Area, Event, Key, Mouse
from engine.preview.zones.editor import Editor, Sketch
from engine.preview.zones.geometry import Point
from engine.preview.zones.shapes import PlanFile

_REACH = 14
"""Pixels within which the mouse takes hold of a point."""
_LEAVING = ("escape", "q", CLOSE.name)


class Board:
    """Lets people draw what ``file`` keeps; :class:`SkeletonCrewError` if it cannot be read."""

    def __init__(self, file: PlanFile) -> None:
        self._file = file
        self._saved = file.read()
        self._editor = Editor(self._saved)
        self._warned = False

    @property
    def sketch(self) -> Sketch:
        """What there is to be seen of the drawing."""
        return self._editor.sketch

    @property
    def unsaved(self) -> bool:
        """Whether something is drawn that is not in the file."""
        return self._editor.plan.shapes != self._saved.shapes

    def handle(self, event: Event, area: Area) -> bool:
        """Whether ``event`` means something here; then it is obeyed. The picture is at ``area``."""
        if isinstance(event, Key):
            return self._key(event)
        point, reach = area.unit(event), _reach(area)
        if event.does is Mouse.MOVE:
            self._editor.move(point, reach)
        elif event.does is Mouse.PRESS:
            self._warned = False
            self._editor.press(point, reach)
        else:
            self._editor.release()
        return True

    def _key(self, key: Key) -> bool:
        if key != CLOSE and self._editor.key(key):
            self._warned = False
            return True
        if key.name == "s":
            self._save()
        elif key.name == "m":
            self._editor.say("no mirror here: zones are drawn in the camera's own picture")
        elif key.name in _LEAVING and self.unsaved and not self._warned:
            self._warned = True
            self._editor.say("not saved: S saves, the same key again leaves without")
        else:
            return False
        return True

    def _save(self) -> None:
        """Write the plan, if there is nothing wrong with it, and say what came of it."""
        plan = self._editor.plan
        if wrong := next((shape for shape in plan.shapes if shape.flaw), None):
            name = wrong.name or "the floor"
            self._editor.say(f"not saved: {name} {wrong.flaw}; drag its points apart or delete it")
            return
        try:
            self._file.write(plan)
        except SkeletonCrewError as error:
            self._editor.say(f"not saved: {error}")
            return
        self._saved = plan
        begun = "; what is only begun is not in it" if self.sketch.begun else ""
        self._editor.say(f"saved to {self._file.name}{begun}")


def _reach(area: Area) -> Point:
    return _REACH / area.width, _REACH / area.height

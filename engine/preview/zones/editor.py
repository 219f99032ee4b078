"""Drawing zones, lines and the floor, as a state machine: presses and keys in, a plan out."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from engine.preview.events import Key
from engine.preview.zones.geometry import Point
from engine.preview.zones.handles import Handle, near, under
from engine.preview.zones.shapes import Kind, Plan, Shape, rounded

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}")


class Naming(NamedTuple):
    """A name that is being typed for the plan's ``shape``-th shape; ``untouched`` until it is."""

    shape: int
    text: str
    untouched: bool = True


class Sketch(NamedTuple):
    """All that there is to be seen of a drawing, at one moment.

    ``begun`` are the points of what is being drawn, a ``tool``; ``message`` answers the last event.
    """

    plan: Plan
    tool: Kind = Kind.ZONE
    begun: tuple[Point, ...] = ()
    pointer: Point | None = None
    at: Handle | None = None
    naming: Naming | None = None
    message: str = ""


class Editor:
    """Lets people draw over a picture; :attr:`sketch` is what they see.

    Points are in units of the picture's width and height. ``reach`` is how near the mouse must come
    to a point to take hold of it, in the same units.
    """

    def __init__(self, plan: Plan) -> None:
        self.sketch = Sketch(plan)
        self._before: list[Plan] = []
        self._dragged: Handle | None = None
        self._keys: dict[str, Callable[[], None]] = {
            "return": self._close,
            "enter": self._close,
            "l": lambda: self._take(Kind.LINE),
            "f": lambda: self._take(Kind.FLOOR),
            "n": self._rename,
            "t": self._turn_round,
            "delete": self._delete,
            "backspace": self._delete,
        }

    @property
    def plan(self) -> Plan:
        """What is drawn, without what is only begun."""
        return self.sketch.plan

    def move(self, point: Point, reach: Point) -> None:
        """The mouse is at ``point`` now."""
        self._show(pointer=rounded(point))
        if self._dragged is not None:
            self._drag(self._dragged)
        self._show(at=self._dragged or under(self.plan, point, reach))

    def press(self, point: Point, reach: Point) -> None:
        """The mouse's button goes down at ``point``: take hold of a point, or draw one."""
        self._keep_name()
        self.move(point, reach)
        self._show(message="")
        begun, at = self.sketch.begun, self.sketch.at
        if begun and near(begun[0], point, reach):
            self._close()
        elif begun or at is None or at.point is None:
            self._draw(rounded(point))
        else:
            self._dragged = at
            self._before.append(self.plan)

    def release(self) -> None:
        """The mouse's button goes up."""
        if self._dragged is not None and self._before[-1] == self.plan:
            self._before.pop()
        self._dragged = None

    def key(self, key: Key) -> bool:
        """Whether ``key`` means something here; then it is obeyed."""
        if self.sketch.naming is not None:
            return self._type(key, self.sketch.naming)
        action = self._action(key)
        if action is None:
            return False
        self.release()
        self._show(message="")
        action()
        return True

    def say(self, message: str) -> None:
        """Show ``message`` until the next event."""
        self._show(message=message)

    def _action(self, key: Key) -> Callable[[], None] | None:
        if key.control:
            return self._undo if key.name == "z" else None
        if key.name == "escape":
            return self._drop if self.sketch.begun or self.sketch.tool is not Kind.ZONE else None
        return self._keys.get(key.name)

    def _draw(self, point: Point) -> None:
        """Add a point; lines and the floor are whole as soon as they have all of theirs."""
        tool, begun = self.sketch.tool, self.sketch.begun
        if len(begun) == tool.most:
            self._show(message=f"a zone has at most {tool.most} corners: close it with Enter")
        elif not begun or begun[-1] != point:
            self._show(begun=(*begun, point))
            if tool is not Kind.ZONE and len(self.sketch.begun) == tool.most:
                self._close()

    def _close(self) -> None:
        """Make a shape of what is begun, and ask for its name."""
        tool, begun = self.sketch.tool, self.sketch.begun
        if len(begun) < tool.fewest:
            if begun:
                self._show(message=f"a {tool} has at least {tool.fewest} points")
            return
        shape = Shape(tool, self.plan.free_name(tool), begun)
        self._change(self.plan.with_shape(shape))
        self._show(begun=(), tool=Kind.ZONE, at=None)
        if tool is not Kind.FLOOR:
            self._show(naming=Naming(len(self.plan.shapes) - 1, shape.name))

    def _take(self, tool: Kind) -> None:
        """Draw with ``tool`` from now on, or go back to zones."""
        self._show(tool=Kind.ZONE if self.sketch.tool is tool else tool, begun=())

    def _drop(self) -> None:
        self._show(begun=(), tool=Kind.ZONE)

    def _drag(self, handle: Handle) -> None:
        shape, pointer = self.plan.shapes[handle.shape], self.sketch.pointer
        points = tuple(
            pointer if number == handle.point and pointer else point
            for number, point in enumerate(shape.points)
        )
        self._show(plan=self.plan.changed(handle.shape, shape._replace(points=points)))

    def _delete(self) -> None:
        """Take back a point of what is begun; else remove the corner or shape under the mouse."""
        begun, at = self.sketch.begun, self.sketch.at
        if begun:
            self._show(begun=begun[:-1])
        elif at is not None:
            shape = self.plan.shapes[at.shape]
            points = tuple(p for number, p in enumerate(shape.points) if number != at.point)
            smaller = at.point is not None and len(points) >= shape.kind.fewest
            kept = shape._replace(points=points) if smaller else None
            self._change(self.plan.changed(at.shape, kept))
            self._show(at=None)

    def _turn_round(self) -> None:
        """Swap the ends of the line under the mouse, so that in is out."""
        at = self.sketch.at
        if at is not None and self.plan.shapes[at.shape].kind is Kind.LINE:
            shape = self.plan.shapes[at.shape]
            self._change(self.plan.changed(at.shape, shape._replace(points=shape.points[::-1])))

    def _rename(self) -> None:
        at = self.sketch.at
        if at is not None and self.plan.shapes[at.shape].kind is not Kind.FLOOR:
            self._show(naming=Naming(at.shape, self.plan.shapes[at.shape].name))

    def _type(self, key: Key, naming: Naming) -> bool:
        """Take ``key`` for the name that is being typed; the first letter replaces the old one."""
        if key.name in ("return", "enter"):
            self._keep_name()
        elif key.name == "escape":
            self._show(naming=None, message="")
        elif key.name in ("backspace", "delete"):
            self._show(naming=Naming(naming.shape, naming.text[:-1], untouched=False))
        elif key.text and not key.control:
            typed = ("" if naming.untouched else naming.text) + key.text
            if _NAME.fullmatch(typed):
                self._show(naming=Naming(naming.shape, typed, untouched=False), message="")
            else:
                self._show(message="names are of letters, digits, spaces and _ . -")
        return True

    def _keep_name(self) -> None:
        """Take the name as it is typed, if it can be one."""
        naming = self.sketch.naming
        if naming is None:
            return
        shape, name = self.plan.shapes[naming.shape], naming.text.strip()
        if name != shape.name and name in self.plan.names:
            self._show(message=f"there is already something called {name}")
            return
        self._show(naming=None, message="")
        if name not in ("", shape.name):
            self._change(self.plan.changed(naming.shape, shape._replace(name=name)))

    def _undo(self) -> None:
        """Take back the last point of what is begun, or the last change."""
        if self.sketch.begun:
            self._show(begun=self.sketch.begun[:-1])
        elif self._before:
            self._show(plan=self._before.pop(), at=None)

    def _change(self, plan: Plan) -> None:
        self._before.append(self.plan)
        self._show(plan=plan)

    def _show(self, **parts: Any) -> None:  # noqa: ANN401 - as _replace has it
        self.sketch = self.sketch._replace(**parts)

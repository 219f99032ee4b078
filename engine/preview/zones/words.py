"""What is written above the picture while somebody draws."""

from engine.preview.zones.editor import Sketch
from engine.preview.zones.shapes import Kind

_IDLE = "Click: draw a zone   L line   F floor   S save   Esc quit"
_AT_SHAPE = {
    Kind.ZONE: "Drag corners   N name   Del remove   Ctrl+Z undo   S save   Click: draw another",
    Kind.LINE: "Drag ends   T turn round   N name   Del remove   Ctrl+Z undo   S save",
    Kind.FLOOR: "Drag points   Del remove   Ctrl+Z undo   S save",
}
_FIRST = {
    Kind.ZONE: _IDLE,
    Kind.LINE: "LINE: click where it begins   Esc no line",
    Kind.FLOOR: "FLOOR: click four points you can measure, going round   Esc no floor",
}
_BEGUN = {
    Kind.ZONE: "ZONE: click corners   Enter or first corner: close   Del back   Esc drop",
    Kind.LINE: "LINE: click where it ends; inwards is to the arrow   Esc drop",
    Kind.FLOOR: "FLOOR: {left} more   Del back   Esc drop",
}


def help_line(sketch: Sketch) -> str:
    """What can be done now."""
    if sketch.naming is not None:
        return f"NAME: {sketch.naming.text}_   Enter keep   Esc as before"
    if sketch.begun:
        return _BEGUN[sketch.tool].format(left=sketch.tool.most - len(sketch.begun))
    if sketch.tool is Kind.ZONE and sketch.at is not None:
        return _AT_SHAPE[sketch.plan.shapes[sketch.at.shape].kind]
    return _FIRST[sketch.tool]

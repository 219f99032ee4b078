"""What bodies are made of: a table of parts, each the convex hull of a few balls."""

from typing import NamedTuple

from engine.cameras.stage.anatomy import LEFT, RIGHT, Point, Sides
from engine.cameras.stage.scene import Look

Colour = tuple[int, int, int]
"""Blue, green, red."""


Ball = tuple[Point, float]
"""A point of the body, and a radius in metres for somebody 1.74 tall."""


class Part(NamedTuple):
    """A part of a body: its material, and hulls of balls that are shaded as one.

    ``nearer`` moves the part towards the camera, in metres, when the order of drawing is found.
    """

    material: str
    hulls: tuple[tuple[Ball, ...], ...]
    nearer: float = 0.0


def _leg(side: Sides) -> tuple[Part, ...]:
    shoe = ((side.heel, 0.033), (side.toe, 0.027)), ((side.heel, 0.033), (side.ankle, 0.036))
    thigh = (side.hip, 0.085), (side.knee, 0.060)
    shin = (side.knee, 0.060), (side.ankle, 0.043)
    return Part("shoes", shoe, -0.02), Part("legs", (thigh, shin))


def _bare_arm(side: Sides) -> tuple[Part, ...]:
    upper = (side.sleeve, 0.040), (side.elbow, 0.037)
    fore = (side.elbow, 0.037), (side.wrist, 0.027)
    sleeve = (side.shoulder, 0.058), (side.sleeve, 0.049)
    return Part("skin", (upper, fore, *_hand(side)), 0.23), Part("top", (sleeve,), 0.25)


def _sleeved_arm(side: Sides) -> tuple[Part, ...]:
    upper = (side.shoulder, 0.058), (side.elbow, 0.043)
    fore = (side.elbow, 0.043), (side.wrist, 0.033)
    return Part("skin", _hand(side), 0.23), Part("top", (upper, fore), 0.24)


def _hand(side: Sides) -> tuple[tuple[Ball, ...], ...]:
    knuckles = (side.forefinger, 0.017), (side.little_finger, 0.015)
    return (
        ((side.wrist, 0.025), *knuckles),
        (*knuckles, (side.fingertips, 0.014)),
        ((side.wrist, 0.020), (side.thumb, 0.011)),
    )


def _half_face(side: str) -> tuple[Part, ...]:
    eye = Point[f"{side}_EYE"]
    brow = (Point[f"{side}_EYEBROW_IN"], 0.0035), (Point[f"{side}_EYEBROW_OUT"], 0.0025)
    return (
        Part("skin", (((Point[f"{side}_EAR"], 0.019),),), 0.22),
        Part("white", (((eye, 0.0140),),), 0.235),
        Part("eyes", (((eye, 0.0082),),), 0.236),
        Part("hair", (brow,), 0.235),
    )


_P = Point

_WAIST = (_P.LEFT_WAIST, 0.090), (_P.RIGHT_WAIST, 0.090)
_CHEST = (
    *((_P.LEFT_SHOULDER, 0.054), (_P.RIGHT_SHOULDER, 0.054)),
    *((_P.LEFT_NECK, 0.034), (_P.RIGHT_NECK, 0.034)),
    *((_P.LEFT_CHEST, 0.088), (_P.RIGHT_CHEST, 0.088)),
    *_WAIST,
)
_BELLY = (*_WAIST, (_P.LEFT_HEM, 0.092), (_P.RIGHT_HEM, 0.092))
_NECK = (_P.NECK, 0.052), (_P.THROAT, 0.048)
_FACE = (_P.BROW, 0.079), (_P.CHIN, 0.044)
_NOSE = (_P.NOSE_BRIDGE, 0.009), (_P.NOSE, 0.014)
_MOUTH = (_P.LEFT_MOUTH, 0.0045), (_P.RIGHT_MOUTH, 0.0045)
_SKULL = (_P.CROWN, 0.089), (_P.NAPE, 0.070)
_PARTING = (_P.CAP, 0.076), (_P.FRINGE, 0.040)
_FRINGE = (_P.LEFT_TEMPLE, 0.026), (_P.RIGHT_TEMPLE, 0.026), (_P.FRINGE, 0.042)
_MANE = (_P.CROWN, 0.092), (_P.NAPE, 0.088)
_LOCKS = (_P.NAPE, 0.088), (_P.LOCKS, 0.072)

_TRUNK = (
    Part("top", (_CHEST, _BELLY), 0.20),
    Part("skin", (_NECK,), 0.21),
    Part("skin", (_FACE,), 0.24),
    Part("skin", (_NOSE,), 0.24),
    Part("lips", (_MOUTH,), 0.235),
    Part("hair", (_SKULL,), 0.21),
    Part("hair", (_PARTING,), 0.27),
    Part("hair", (_FRINGE,), 0.30),
)
_ARMS = {"short": _bare_arm, "long": _sleeved_arm}
_HAIRCUTS = {"short": (), "long": (Part("hair", (_MANE, _LOCKS), 0.20),)}


def parts(look: Look) -> tuple[Part, ...]:
    """The parts of somebody who looks like ``look``."""
    arm = _ARMS[look.sleeves]
    limbs = _leg(LEFT) + _leg(RIGHT) + arm(LEFT) + arm(RIGHT)
    return limbs + _TRUNK + _half_face("LEFT") + _half_face("RIGHT") + _HAIRCUTS[look.haircut]


def materials(look: Look) -> dict[str, Colour]:
    """The colour of each material in full light."""
    return {
        "skin": colour(look.skin),
        "hair": colour(look.hair),
        "top": colour(look.top),
        "legs": colour(look.legs),
        "shoes": colour(look.shoes),
        "white": (226, 230, 234),
        "eyes": (38, 34, 32),
        "lips": (92, 88, 160),
    }


def colour(text: str) -> Colour:
    """The colour that is written as ``#rrggbb``."""
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return blue, green, red

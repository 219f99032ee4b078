"""Zones, lines and the floor, drawn with the mouse over the camera picture.

All positions are in units of the picture's width and height, from its top left corner, in the
camera's own picture and not in a mirror. Nothing here reads or writes a file: a
:class:`~engine.preview.zones.shapes.PlanFile` does, which never sees a pixel.
"""

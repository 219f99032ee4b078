"""The engine: camera pixels in, poses out, and nothing else.

Camera pixels never leave this package. What may be imported elsewhere is
:mod:`engine.poses`: values and streams of poses, and the one vetted background.
"""

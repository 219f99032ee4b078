"""An attack on what the pose logger keeps: is somebody recognised who comes again.

People with bodies and gaits of their own visit a room again and again. Their skeletons go through
the pose logger's own counting; the attack is trained on what is kept of some visits, by name, and
has to tell whose the others are. It reads records only, and knows where the camera stands.

Run it as ``python -m tools.reidentification``.
"""

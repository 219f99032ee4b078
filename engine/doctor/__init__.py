"""What there is on this machine, what is missing or broken, and what mends it.

Each look at one subject is a file here; :mod:`engine.doctor.checks` has them all, and
:mod:`engine.doctor.apart` runs them. The apps have looks of their own, at screens, sound and what
else they need.
"""

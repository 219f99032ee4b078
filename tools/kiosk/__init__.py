"""Installing Skeleton Crew as services of a machine: ``make install-kiosk``, ``make uninstall-kiosk``.

Needs nothing but Python: it runs before there is an environment to run in.
"""

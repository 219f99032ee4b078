"""Installing Skeleton Crew as services of a machine, and taking it away again.

``make install-kiosk`` runs it before there is an environment: it needs nothing but Python.
"""

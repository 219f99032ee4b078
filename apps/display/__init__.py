"""The window and the drawing that apps share.

The modules here load pygame and PyAV, so they are imported where something is about to be shown.
"""

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

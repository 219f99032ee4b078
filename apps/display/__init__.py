"""The window and the drawing that apps share."""

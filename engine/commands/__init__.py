"""The engine's part of the command line."""

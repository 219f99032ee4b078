"""Bridges: what the engine finds, for programs that are none of ours."""

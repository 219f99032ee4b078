"""The voices: FluidSynth, heard at once or written to a file."""

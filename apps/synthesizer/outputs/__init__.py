"""Where music goes: the live clock, a MIDI port, a MIDI file, OSC, and several of them at once."""

"""Camera frames as OSC over UDP, for every app that tells other programs of them."""

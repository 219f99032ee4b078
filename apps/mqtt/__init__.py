"""How many people there are, for an MQTT broker: what every app that tells one has in common."""

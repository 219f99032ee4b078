"""Programs that react to people, made from poses alone."""

"""The synthesizer: up to three people play music with their wrists."""

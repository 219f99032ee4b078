"""The synthesizer: up to three people's wrists play music."""

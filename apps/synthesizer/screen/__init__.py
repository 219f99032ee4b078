"""The synthesizer's screen: what is to be seen as a value, and how it is drawn."""

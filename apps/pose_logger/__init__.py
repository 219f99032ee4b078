"""The pose logger: counts for good, skeletons for a day, and never a picture."""

"""The anonymizer: people as skeletons over a picture of the empty scene."""

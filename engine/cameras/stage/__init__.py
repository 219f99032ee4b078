"""The puppet theatre: a camera that needs no camera, and knows the truth."""

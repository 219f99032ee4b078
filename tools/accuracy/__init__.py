"""How accurate each installed model is: OKS average precision and recall.

Models are asked for the people in pictures of which the truth is known: COCO's, annotated by hand,
and moments of the puppet theatre. What they find goes through COCO's own evaluation.

Run it as ``python -m tools.accuracy``.
"""

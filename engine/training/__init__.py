"""A model from training data: what is proposed, how it is trained, and what it is worth."""

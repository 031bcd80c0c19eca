"""Sides and folds of training data: what is near stays together."""

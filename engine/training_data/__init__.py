"""Training data: outlines and imagery as patches with labels, kept apart in space."""

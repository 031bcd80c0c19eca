"""What a detection keeps of its probabilities, so that outlines can be drawn at other levels without a network."""

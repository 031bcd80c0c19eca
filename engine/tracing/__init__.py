"""From probabilities to polygons."""

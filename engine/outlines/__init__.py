"""From probabilities to polygons: outlines that do not show the strips they were read in."""

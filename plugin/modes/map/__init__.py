"""Map mode: the four operations, drawing, splitting and merging."""

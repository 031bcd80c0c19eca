"""An outline that grows and shrinks, on the map."""

"""What a person sees of the map: outlines away, rims of what is chosen, the view moved by keys, other viewers."""

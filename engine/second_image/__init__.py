"""A second image that fills what is wrong in the first: clouds, stripes, voids."""

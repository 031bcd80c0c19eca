"""Bands that a network reads of a DEM, on the grid of the image beside it."""

"""Elevation, slope and aspect of the cells of a DEM."""

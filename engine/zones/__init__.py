"""Permafrost zones of polygons, from classified rasters, rasters of probability and polygons."""

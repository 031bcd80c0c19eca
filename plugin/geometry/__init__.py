"""Outlines as QGIS holds them: reading, areas, rings, ground measures."""

"""How a folder of training data is laid out."""

from __future__ import annotations

FORMAT = 1
"""Of `DATA`, for whoever reads it."""
DATA, PATCHES, POLYGONS = "data.json", "patches.gpkg", "polygons.gpkg"
IMAGES, LABELS, TERRAIN = "images", "labels", "terrain"
PATCHES_LAYER = "patches"
TRAINING, VALIDATION = "training", "validation"
"""The two sides."""

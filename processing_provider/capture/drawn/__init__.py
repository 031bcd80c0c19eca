"""Layers that QGIS draws: blocks of square map pixels, resampled once where the output has others."""

"""Kinds of parameters that QGIS has not."""

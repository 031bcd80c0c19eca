"""Attributes of a layer: what is due, computed in chunks, written."""

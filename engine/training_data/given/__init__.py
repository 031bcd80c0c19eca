"""Inventories and layers of outlines as they come, read to degrees."""

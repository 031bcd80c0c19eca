"""Finish: what is still open in an inventory, and where it is."""

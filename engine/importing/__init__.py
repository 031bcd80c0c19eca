"""Outlines of other layers become rock glaciers or candidates of an inventory."""

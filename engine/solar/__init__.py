"""Potential incoming solar radiation, and the horizon that shades it."""

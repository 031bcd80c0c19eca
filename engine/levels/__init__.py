"""Outlines at other levels of the probability that a detection has kept."""

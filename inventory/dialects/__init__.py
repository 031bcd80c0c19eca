"""Dialects of rock glacier inventories, as data."""

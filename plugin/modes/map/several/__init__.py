"""Several at once: chosen and merged, or all that are shown kept."""

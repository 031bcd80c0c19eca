"""The record of a run: all that is needed to repeat it."""

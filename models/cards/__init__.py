"""The model cards that ship, each with its weights."""

"""The computed attributes of an inventory."""

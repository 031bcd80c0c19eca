"""Blocks computed by other processes, on this computer or on many."""

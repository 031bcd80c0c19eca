"""Layers whose pictures come in tiles: where they lie, how they are asked for and put together."""

"""Figures of the report, drawn by matplotlib as vectors: each can stand alone."""

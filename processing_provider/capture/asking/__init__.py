"""Servers are asked for pieces: politely, by several threads, heard, looked at, tried again, and kept."""

"""The work of a command, from what was asked for to what it wrote."""

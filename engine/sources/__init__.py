"""What files or folders are, before anything is computed from them: the command `sources`."""

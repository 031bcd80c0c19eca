"""Which known products the files of a source are, from what they hold."""

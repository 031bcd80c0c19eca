"""The table of known data products, and which of them a file is."""

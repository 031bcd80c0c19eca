"""An inventory goes out in the dialects of other communities: rows, files, and what they cannot hold."""

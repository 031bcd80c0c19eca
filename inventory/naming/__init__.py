"""Names of files: which GDAL knows, and how long they may be."""

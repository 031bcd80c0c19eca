"""Climate series in NetCDF files: axes, times, voids, and what a file says of itself."""

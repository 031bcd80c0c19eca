"""Temperature and precipitation from rasters and NetCDF series."""

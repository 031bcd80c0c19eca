"""The map: zoom, highlight, drawing, basemap."""

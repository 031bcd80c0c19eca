"""An open inventory in QGIS."""

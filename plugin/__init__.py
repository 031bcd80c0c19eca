"""The desktop side: what QGIS loads, the settings, and their page."""

"""The inventory's layers in a QGIS project."""

"""The forms of metadata that archives, catalogues, QGIS and reference managers read."""

"""Drawing by strokes of the mouse, beside the clicks of QGIS's own tools."""

"""Run by tests in processes of their own: captures layers, and prints of each what it took and asked for.

First it prints the style of a layer whose labels have callouts: their symbol is XML inside a value of XML.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main(root: str, extent: str, *kinds_sources_and_outputs: str) -> None:
    from qgis.core import (
        QgsApplication,
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransformContext,
        QgsPalLayerSettings,
        QgsProcessingFeedback,
        QgsRasterLayer,
        QgsRectangle,
        QgsSimpleLineCallout,
        QgsVectorLayer,
        QgsVectorLayerSimpleLabeling,
        QgsVectorTileBasicRenderer,
        QgsVectorTileLayer,
    )
    from qgis.PyQt.QtGui import QColor

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, str(Path(root, ".venv", "src")))
    from rock_glacier_inventory.processing_provider.capture.capture import Capture, CaptureRequest
    from rock_glacier_inventory.processing_provider.capture.drawn.styles import style_of
    from rock_glacier_inventory.processing_provider.capture.running import CaptureRun

    def style_with_callouts() -> str:
        layer, settings = QgsVectorLayer("Polygon?field=a:int", "one", "memory"), QgsPalLayerSettings()
        settings.fieldName, callout = "a", QgsSimpleLineCallout()
        callout.setEnabled(True)
        settings.setCallout(callout)
        layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
        layer.renderer().symbol().setColor(QColor(1, 2, 3))
        return style_of(layer)

    def capture(kind: str, source: str, output: str) -> None:
        layer = QgsVectorTileLayer(source, "layer") if kind == "vectortile" else QgsRasterLayer(source, "layer", kind)
        assert layer.isValid()
        if kind == "vectortile" and "styleUrl" in source:
            assert layer.loadDefaultStyle()[1]
        if kind == "vectortile" and "styleUrl" not in source:  # QGIS would choose colours by chance
            blue, black = QColor("blue"), QColor("black")
            styles = QgsVectorTileBasicRenderer.simpleStyle(blue, black, 0.3, black, 0.3, blue, black, 2.0)
            renderer = QgsVectorTileBasicRenderer()
            renderer.setStyles(styles)
            layer.setRenderer(renderer)
        box = QgsRectangle(*map(float, extent.split(",")))
        request = CaptureRequest([layer], box, QgsCoordinateReferenceSystem("EPSG:3857"), 4.77, retries=0)
        planned = Capture(request, QgsCoordinateTransformContext())
        planned.take_layers()
        fetched = CaptureRun(planned, QgsProcessingFeedback(False)).to_file(Path(output))
        assert fetched is not None
        print(json.dumps({"pieces": len(fetched.pieces), "from_cache": fetched.from_cache, "gaps": len(fetched.gaps)}))

    print(json.dumps(style_with_callouts()))
    for first in range(0, len(kinds_sources_and_outputs), 3):
        capture(*kinds_sources_and_outputs[first : first + 3])
    sys.stdout.flush()
    os._exit(0)  # QGIS's own end is not what is looked at


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Write resources/styles/*.qml anew: ``/usr/bin/python3 resources/make_styles.py``.

Run it with the oldest QGIS that the plugin supports: newer ones read its styles, not the other way
round. The colours are those of the figures in Sun et al. 2024: candidates yellow, rock glaciers green.
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsFillSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

STYLES = Path(__file__).resolve().parent / "styles"
GREEN, YELLOW, ORANGE, GREY, PURPLE = "#1fa84a", "#ffe100", "#ff7f0e", "#9a9a9a", "#6a3d9a"

# value of STATE, label, outline colour, width (mm), dash, fill with its opacity in hexadecimal
STATES = (
    ("undecided", "Undecided", YELLOW, 0.55, "solid", "#1fffe100"),
    ("remain", "Remain", GREEN, 0.30, "solid", "#00ffffff"),
    ("remove", "Remove", GREY, 0.35, "dash", "#00ffffff"),
    ("refine", "Refine", ORANGE, 0.45, "solid", "#00ffffff"),
)

# probability, colour, opacity (0-255): the image stays visible where the network saw nothing
PROBABILITY = (
    (0.0, "#ffffb2", 0), (0.1, "#ffffb2", 30), (0.3, "#fecc5c", 130), (0.5, "#fd8d3c", 190),
    (0.75, "#f03b20", 215), (1.0, "#8f0018", 230),
)  # fmt: skip


def outline(colour: str, width: float, dash: str = "solid", fill: str = "#00ffffff") -> QgsFillSymbol:
    """A polygon symbol; the fill is #AARRGGBB."""
    symbol = QgsFillSymbol.createSimple(
        {"outline_color": colour, "outline_width": str(width), "outline_style": dash, "joinstyle": "round"}
    )
    symbol.symbolLayer(0).setFillColor(QColor(fill))
    return symbol


def save(layer: QgsMapLayer, name: str) -> None:
    """Keep what is seen, and nothing that depends on the machine or the layer."""
    category = QgsMapLayer.StyleCategory
    layer.saveNamedStyle(str(STYLES / f"{name}.qml"), category.Symbology | category.Labeling)


def vector(geometry: str) -> QgsVectorLayer:
    return QgsVectorLayer(f"{geometry}?crs=EPSG:4326&field=STATE:string&field=NAME:string", "layer", "memory")


def write_candidates() -> None:
    layer = vector("MultiPolygon")
    categories = [
        QgsRendererCategory(value, outline(colour, width, dash, fill), label)
        for value, label, colour, width, dash, fill in STATES
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("STATE", categories))
    save(layer, "candidates")


def write_rock_glaciers() -> None:
    layer = vector("MultiPolygon")
    layer.setRenderer(QgsSingleSymbolRenderer(outline(GREEN, 0.6, fill="#161fa84a")))
    save(layer, "rock_glaciers")


def write_primary_markers() -> None:
    layer = vector("Point")
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "size": "2.2", "color": PURPLE, "outline_color": "white", "outline_width": "0.35"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    save(layer, "primary_markers")


def write_subregions() -> None:
    layer = vector("MultiPolygon")
    layer.setRenderer(QgsSingleSymbolRenderer(outline("#303030", 0.4, "dash dot")))
    text, halo = QgsTextFormat(), QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.9)
    text.setBuffer(halo)
    text.setSize(11)
    text.setColor(QColor("#303030"))
    settings = QgsPalLayerSettings()
    settings.fieldName = "NAME"
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    save(layer, "subregions")


def write_probability() -> None:
    layer = QgsRasterLayer(str(_one_pixel()), "layer", "gdal")
    ramp = QgsColorRampShader(0.0, 1.0, None, QgsColorRampShader.Type.Interpolated)
    items = []
    for value, name, opacity in PROBABILITY:
        colour = QColor(name)
        colour.setAlpha(opacity)
        items.append(QgsColorRampShader.ColorRampItem(value, colour, f"{value:g}"))
    ramp.setColorRampItemList(items)
    shader = QgsRasterShader(0.0, 1.0)
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(0.0)
    renderer.setClassificationMax(1.0)
    layer.setRenderer(renderer)
    save(layer, "probability")


def _one_pixel() -> Path:
    from qgis.core import QgsProcessingUtils

    path = Path(QgsProcessingUtils.generateTempFilename("pixel.asc"))
    path.write_text("ncols 1\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n0.5\n", "ascii")
    return path


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    STYLES.mkdir(exist_ok=True)
    for write in (
        write_candidates, write_rock_glaciers, write_primary_markers, write_subregions, write_probability,
    ):  # fmt: skip
        write()
    application.exitQgis()


if __name__ == "__main__":
    main()

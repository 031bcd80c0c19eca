"""Write resources/styles/*.qml anew: ``/usr/bin/python3 resources/make_styles.py``.

Run it with the oldest QGIS that the plugin supports: newer ones read its styles, not the other way
round. The colours are those of the figures in Sun et al. 2024: candidates yellow, rock glaciers green,
glaciers light blue. The attribute forms come from `make_forms.py`.
"""

from __future__ import annotations

from pathlib import Path

from looks_of_styles import (
    COUNTS,
    DIFFERENCES,
    DISAGREEMENT,
    GREEN,
    GREY,
    LANDFORM_EXPRESSION,
    LANDFORMS,
    LIGHT_BLUE,
    MAGENTA,
    PROBABILITY,
    PROBLEMS,
    PURPLE,
    SHOWN_STATES,
    SIDES,
    STATES,
    TEAL,
    TRAINING,
    TRAINING_EXPRESSION,
    TRUST_EXPRESSION,
    TRUSTED,
    dot,
    outline,
    problem_of,
    save,
)
from make_forms import empty_layer, schema, set_form
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsGraduatedSymbolRenderer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor


def write_candidates() -> None:
    layer = empty_layer(schema.CANDIDATES)
    set_form(layer, schema.CANDIDATES)
    categories = [
        QgsRendererCategory(value, outline(colour, width, dash, fill), value.capitalize(), value in SHOWN_STATES)
        for value, colour, width, dash, fill in STATES
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("STATE", categories))
    save(layer, schema.CANDIDATES.name)


def write_rock_glaciers() -> None:
    layer = empty_layer(schema.ROCK_GLACIERS)
    set_form(layer, schema.ROCK_GLACIERS)
    layer.setRenderer(QgsSingleSymbolRenderer(outline(GREEN, 0.6, fill="#161fa84a")))
    save(layer, schema.ROCK_GLACIERS.name)


def write_glaciers() -> None:
    """For outlines from elsewhere: any fields."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326", "glaciers", "memory")
    layer.setRenderer(QgsSingleSymbolRenderer(outline(LIGHT_BLUE, 0.5)))
    save(layer, "glaciers")


def write_primary_markers() -> None:
    layer = empty_layer(schema.PRIMARY_MARKERS)
    set_form(layer, schema.PRIMARY_MARKERS)
    categories = []
    for value, shape, fill, line in LANDFORMS:
        symbol = QgsMarkerSymbol.createSimple(
            {"name": shape, "size": "2.2", "color": fill, "outline_color": line, "outline_width": "0.35"}
        )
        categories.append(QgsRendererCategory(value, symbol, value.capitalize(), True))
    layer.setRenderer(QgsCategorizedSymbolRenderer(LANDFORM_EXPRESSION, categories))
    save(layer, schema.PRIMARY_MARKERS.name)


def write_subregions() -> None:
    layer = empty_layer(schema.SUBREGIONS)
    set_form(layer, schema.SUBREGIONS)
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
    save(layer, schema.SUBREGIONS.name)


def write_reviewed_ground() -> None:
    layer = empty_layer(schema.REVIEWED_GROUND)
    set_form(layer, schema.REVIEWED_GROUND)
    symbol = outline(TEAL, 0.2, fill=f"#70{TEAL[1:]}")
    symbol.symbolLayer(0).setBrushStyle(Qt.BrushStyle.BDiagPattern)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    save(layer, schema.REVIEWED_GROUND.name)


def write_kept_probability() -> None:
    layer = empty_layer(schema.KEPT_PROBABILITY)
    set_form(layer, schema.KEPT_PROBABILITY)
    layer.setRenderer(QgsSingleSymbolRenderer(outline(GREY, 0.2, "dot")))
    save(layer, schema.KEPT_PROBABILITY.name)


def write_sample_windows() -> None:
    layer = empty_layer(schema.SAMPLE_WINDOWS)
    set_form(layer, schema.SAMPLE_WINDOWS)
    layer.setRenderer(QgsSingleSymbolRenderer(outline(PURPLE, 0.7)))
    save(layer, schema.SAMPLE_WINDOWS.name)


def write_missed_points() -> None:
    layer = empty_layer(schema.MISSED_POINTS)
    set_form(layer, schema.MISSED_POINTS)
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "cross2", "size": "3.4", "outline_color": PURPLE, "outline_width": "0.8"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    save(layer, schema.MISSED_POINTS.name)


def write_probability() -> None:
    write_ramp("probability", PROBABILITY)
    write_ramp("disagreement", DISAGREEMENT)


def write_ramp(style: str, colours: tuple[tuple[float, str, int], ...]) -> None:
    """A style for rasters, in colours that are nearly transparent where the values are low."""
    layer = QgsRasterLayer(str(_one_pixel()), "layer", "gdal")
    highest = colours[-1][0]
    ramp = QgsColorRampShader(0.0, highest, None, QgsColorRampShader.Type.Interpolated)
    items = []
    for value, name, opacity in colours:
        colour = QColor(name)
        colour.setAlpha(opacity)
        items.append(QgsColorRampShader.ColorRampItem(value, colour, f"{value:g}"))
    ramp.setColorRampItemList(items)
    shader = QgsRasterShader(0.0, highest)
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(0.0)
    renderer.setClassificationMax(highest)
    layer.setRenderer(renderer)
    save(layer, style)


def write_training_polygons() -> None:
    """What is learnt and what is left out, to be walked through."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326", "polygons", "memory")
    categories = [
        QgsRendererCategory(value, outline(colour, width, dash), value.capitalize(), True)
        for value, colour, width, dash in TRAINING
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(TRAINING_EXPRESSION, categories))
    save(layer, "training_polygons")


def write_training_patches() -> None:
    """Training, and what is held out."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326", "patches", "memory")
    categories = [
        QgsRendererCategory(value, outline(colour, 0.3, "solid", fill), value.capitalize(), True)
        for value, colour, fill in SIDES
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("SIDE", categories))
    save(layer, "training_patches")


def write_trust() -> None:
    """Where a model can be trusted: F1 by area of blocks of ground and of subregions, written on them."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326&field=F1:double", "trust", "memory")
    categories = [
        QgsRendererCategory(value, outline(colour, 0.5, "solid", fill), label, True)
        for value, label, colour, fill in TRUSTED
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(TRUST_EXPRESSION, categories))
    labels = QgsPalLayerSettings()
    labels.fieldName = """CASE WHEN "F1" IS NOT NULL THEN 'F1 ' || format_number("F1", 2) END"""
    labels.isExpression = True
    text, halo = QgsTextFormat(), QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text.setSize(8)
    text.setBuffer(halo)
    labels.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    layer.setLabelsEnabled(True)
    save(layer, "trust")


def write_cells() -> None:
    """Cells by how many rock glaciers they hold; the map stays visible below."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=COUNT:integer", "cells", "memory")
    ranges, least = [], 1
    for most, colour in COUNTS:
        label = f"more than {least - 1}" if most == COUNTS[-1][0] else f"{least} to {most}"
        symbol = outline("#606060", 0.1, fill=f"#cc{colour[1:]}")
        ranges.append(QgsRendererRange(least - 0.5, most + 0.5, symbol, label))
        least = most + 1
    layer.setRenderer(QgsGraduatedSymbolRenderer("COUNT", ranges))
    save(layer, "cells")


def write_differences() -> None:
    """Outlines, and markers, of two inventories by what they are beside each other's."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326&field=KIND:string", "differences", "memory")
    categories = [
        QgsRendererCategory(value, outline(colour, width, dash, f"#26{colour[1:]}"), value.capitalize(), True)
        for value, colour, width, dash in DIFFERENCES
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("KIND", categories))
    save(layer, "differences")
    points = QgsVectorLayer("Point?crs=EPSG:4326&field=KIND:string", "markers", "memory")
    categories = [
        QgsRendererCategory(value, dot(colour), value.capitalize(), True) for value, colour, _, _ in DIFFERENCES
    ]
    points.setRenderer(QgsCategorizedSymbolRenderer("KIND", categories))
    save(points, "marker_differences")


def write_problems() -> None:
    """What a check has found, by how grave it is: the points, and below them the outlines that it is of."""
    points = QgsVectorLayer("Point?crs=EPSG:4326&field=SEVERITY:string", "problems", "memory")
    points.setRenderer(
        QgsCategorizedSymbolRenderer(
            "SEVERITY",
            [
                QgsRendererCategory(value, problem_of(colour, size), label, True)
                for value, label, colour, size in PROBLEMS
            ],
        )
    )
    save(points, "problems")
    shapes = QgsVectorLayer("MultiPolygon?crs=EPSG:4326&field=SEVERITY:string", "outlines", "memory")
    shapes.setRenderer(
        QgsCategorizedSymbolRenderer(
            "SEVERITY",
            [
                QgsRendererCategory(value, outline(colour, 0.6, "dash"), label, True)
                for value, label, colour, _ in PROBLEMS
            ],
        )
    )
    save(shapes, "problem_outlines")


def write_units() -> None:
    """Units that are proposed, as dashed rims, and the cuts between them with their numbers."""
    units = QgsVectorLayer("MultiPolygon?crs=EPSG:4326&field=UNIT:integer", "units", "memory")
    units.setRenderer(QgsSingleSymbolRenderer(outline(MAGENTA, 0.3, "dash")))
    save(units, "units")
    cuts = QgsVectorLayer("MultiLineString?crs=EPSG:4326&field=CUT:integer", "cuts", "memory")
    cuts.setRenderer(QgsSingleSymbolRenderer(QgsLineSymbol.createSimple({"color": MAGENTA, "width": "0.7"})))
    labels, text, halo = QgsPalLayerSettings(), QgsTextFormat(), QgsTextBufferSettings()
    labels.fieldName = "CUT"
    labels.placement = QgsPalLayerSettings.Placement.Line
    halo.setEnabled(True)
    halo.setSize(0.8)
    text.setSize(10)
    text.setBuffer(halo)
    labels.setFormat(text)
    cuts.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    cuts.setLabelsEnabled(True)
    save(cuts, "cuts")


def _one_pixel() -> Path:
    from qgis.core import QgsProcessingUtils

    path = Path(QgsProcessingUtils.generateTempFilename("pixel.asc"))
    path.write_text("ncols 1\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n0.5\n", "ascii")
    return path


def write_all() -> None:
    """Write every style; needs a QGIS that has been started."""
    for write in (
        write_candidates,
        write_rock_glaciers,
        write_primary_markers,
        write_subregions,
        write_reviewed_ground,
        write_kept_probability,
        write_sample_windows,
        write_missed_points,
        write_glaciers,
        write_probability,
        write_training_polygons,
        write_training_patches,
        write_trust,
        write_cells,
        write_differences,
        write_problems,
        write_units,
    ):
        write()


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    write_all()
    application.exitQgis()


if __name__ == "__main__":
    main()

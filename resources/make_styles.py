"""Write resources/styles/*.qml anew: ``/usr/bin/python3 resources/make_styles.py``.

Run it with the oldest QGIS that the plugin supports: newer ones read its styles, not the other way
round. The colours are those of the figures in Sun et al. 2024: candidates yellow, rock glaciers green,
glaciers light blue. The attribute forms come from `make_forms.py`.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from make_forms import FORMS, empty_layer, schema, set_form
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsLineSymbol,
    QgsMapLayer,
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

STYLES = Path(__file__).resolve().parent / "styles"
GREEN, YELLOW, ORANGE, GREY, PURPLE = "#1fa84a", "#ffe100", "#ff7f0e", "#9a9a9a", "#6a3d9a"
LIGHT_BLUE = "#78d2ff"
TEAL = "#2a9d9d"
MAGENTA = "#ff00c8"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"

# value of STATE, outline colour, width (mm), dash, fill with its opacity in hexadecimal
STATES = (
    (schema.UNDECIDED, YELLOW, 0.55, "solid", "#1fffe100"),
    (schema.REMAIN, GREEN, 0.30, "solid", "#00ffffff"),
    (schema.REMOVE, GREY, 0.35, "dash", "#00ffffff"),
    (schema.REFINE, ORANGE, 0.45, "solid", "#00ffffff"),
)
# value of LANDFORM, shape, fill, line; uncertain ones are hollow
LANDFORMS = (
    (schema.LANDFORM_ROCK_GLACIER, "circle", PURPLE, "white"),
    (schema.LANDFORM_UNCERTAIN, "circle", "white", PURPLE),
    (schema.LANDFORM_OTHER, "cross2", GREY, GREY),
)
LANDFORM_EXPRESSION = f"""coalesce(nullif("LANDFORM", ''), '{schema.LANDFORM_ROCK_GLACIER}')"""

SHOWN_STATES = (schema.UNDECIDED,)
"""The others are switched off: a kept one is under its rock glacier, a removed one out of the way."""

# probability, colour, opacity (0-255): the image stays visible where the network saw nothing
PROBABILITY = (
    (0.0, "#ffffb2", 0),
    (0.1, "#ffffb2", 30),
    (0.3, "#fecc5c", 130),
    (0.5, "#fd8d3c", 190),
    (0.75, "#f03b20", 215),
    (1.0, "#8f0018", 230),
)

# standard deviation of several networks' probabilities, in a colour that no probability has
DISAGREEMENT = (
    (0.0, "#dadaeb", 0),
    (0.05, "#dadaeb", 30),
    (0.1, "#bcbddc", 130),
    (0.2, "#807dba", 190),
    (0.3, "#6a51a3", 215),
    (0.5, "#3f007d", 230),
)

# kind of an outline of training data, colour, width (mm), dash
TRAINING = (
    ("target", GREEN, 0.5, "solid"),
    ("negative", PURPLE, 0.4, "solid"),
    ("doubted", ORANGE, 0.6, "solid"),
    ("left out", "#d7191c", 0.6, "dash"),
)
TRAINING_EXPRESSION = """CASE WHEN "FAULT" <> '' THEN 'left out' WHEN "DOUBT" <> '' THEN 'doubted' ELSE "ROLE" END"""
# how good, in words, outline and fill: colours that all eyes tell apart
TRUSTED = (
    ("good", "Good: F1 of 0.6 and more", "#0072b2", "#400072b2"),
    ("fair", "Fair: F1 of 0.4 to 0.6", "#f0e442", "#40f0e442"),
    ("poor", "Poor: F1 below 0.4", "#d55e00", "#40d55e00"),
    ("unknown", "Nothing found, nothing there", "#9a9a9a", "#109a9a9a"),
)
TRUST_EXPRESSION = """CASE WHEN "F1" IS NULL THEN 'unknown' WHEN "F1" >= 0.6 THEN 'good'
WHEN "F1" >= 0.4 THEN 'fair' ELSE 'poor' END"""
"""The limits are those of `inventory/model_cards/trust_facts.py`."""
# how many in a cell at most, and a colour from light to dark (ColorBrewer's YlGnBu, told apart by all eyes and in grey)
COUNTS = (
    (5, "#ffffcc"),
    (10, "#c7e9b4"),
    (25, "#7fcdbb"),
    (50, "#41b6c4"),
    (100, "#1d91c0"),
    (250, "#225ea8"),
    (1_000_000, "#0c2c84"),
)
# what an outline is beside another inventory's, colour (Okabe and Ito's), width (mm), dash; as `engine/comparison`
DIFFERENCES = (
    ("one to one", "#0072b2", 0.35, "solid"),
    ("one here, several there", "#56b4e9", 0.5, "solid"),
    ("several here, one there", "#009e73", 0.5, "solid"),
    ("several to several", "#cc79a7", 0.5, "solid"),
    ("only here", "#d55e00", 0.7, "solid"),
    ("only there", "#e69f00", 0.7, "dash"),
)
# how grave a problem is, in words, colour of its point, size (mm)
PROBLEMS = (
    ("fault", "Fault: cannot be right", "#d7191c", 4.0),
    ("doubt", "Doubt: look at it", "#ff7f0e", 3.4),
    ("hint", "Hint: good to know", "#2b8cbe", 2.8),
)
SIDES = (("training", "#bdbdbd", "#0cffffff"), ("validation", "#2b8cbe", "#262b8cbe"))


def outline(colour: str, width: float, dash: str = "solid", fill: str = "#00ffffff") -> QgsFillSymbol:
    """A polygon symbol; the fill is #AARRGGBB."""
    symbol = QgsFillSymbol.createSimple(
        {"outline_color": colour, "outline_width": str(width), "outline_style": dash, "joinstyle": "round"}
    )
    symbol.symbolLayer(0).setFillColor(QColor(fill))
    return symbol


def save(layer: QgsMapLayer, name: str) -> None:
    """Keep what is seen and the form, and nothing that depends on the machine or the layer."""
    category = QgsMapLayer.StyleCategory
    kept = category.Symbology | category.Labeling
    if name in FORMS:
        kept |= category.Forms | category.Fields
    path = STYLES / f"{name}.qml"
    layer.saveNamedStyle(str(path), kept)
    _put_attributes_in_order(path)


def _put_attributes_in_order(path: Path) -> None:
    """Sort the attributes of each element, which Qt writes in an order of chance."""
    path.write_text(f"{DOCTYPE}\n{_in_order(path.read_text('utf-8'))}\n", "utf-8")


def _in_order(text: str) -> str:
    root = ElementTree.fromstring(text)
    for element in root.iter():
        ordered = sorted(element.attrib.items())
        # The line of a label's callout is XML inside an attribute.
        element.attrib = {name: _in_order(value) if value.startswith("<symbol") else value for name, value in ordered}
    return ElementTree.tostring(root, "unicode")


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
        QgsRendererCategory(value, _dot(colour), value.capitalize(), True) for value, colour, _, _ in DIFFERENCES
    ]
    points.setRenderer(QgsCategorizedSymbolRenderer("KIND", categories))
    save(points, "marker_differences")


def _dot(colour: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {"name": "circle", "size": "2.4", "color": colour, "outline_color": "white", "outline_width": "0.35"}
    )


def problem_of(colour: str, size: float) -> QgsMarkerSymbol:
    """A point where something is wrong."""
    return QgsMarkerSymbol.createSimple(
        {"name": "diamond", "color": colour, "outline_color": "#ffffff", "outline_width": "0.4", "size": str(size)}
    )


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
    STYLES.mkdir(exist_ok=True)
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

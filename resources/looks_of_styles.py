"""How the default styles look: colours, what is told apart by them, symbols; and how a style is kept."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from make_forms import FORMS, schema
from qgis.core import QgsFillSymbol, QgsMapLayer, QgsMarkerSymbol
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
    STYLES.mkdir(exist_ok=True)
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


def dot(colour: str) -> QgsMarkerSymbol:
    """A round point."""
    return QgsMarkerSymbol.createSimple(
        {"name": "circle", "size": "2.4", "color": colour, "outline_color": "white", "outline_width": "0.35"}
    )


def problem_of(colour: str, size: float) -> QgsMarkerSymbol:
    """A point where something is wrong."""
    return QgsMarkerSymbol.createSimple(
        {"name": "diamond", "color": colour, "outline_color": "#ffffff", "outline_width": "0.4", "size": str(size)}
    )

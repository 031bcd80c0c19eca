"""The attribute forms that `make_styles.py` puts into the default styles, made from the schema.

A field that the schema gains lands in a group by its name, or else in the group that takes what is left.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorElement,
    QgsAttributeEditorField,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsField,
    QgsProperty,
    QgsPropertyCollection,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from inventory import schema


@dataclass(frozen=True)
class Group:
    """A titled box of a form: names of fields, or patterns of names; `columns` stand side by side."""

    title: str
    names: tuple[str, ...]
    columns: int = 1


_TERRAIN = Group("Terrain", ("ELE_*", "SLO_*", "ASP*"), 2)
_CLIMATE = Group("Climate and radiation", ("PISR", "MAAT", "MAGT", "AP", "PERMAFROST", "PZI"))
_REST = "*"

# layer -> tabs; of one tab only its groups are shown
FORMS: dict[str, tuple[tuple[str, tuple[Group, ...]], ...]] = {
    schema.ROCK_GLACIERS.name: (
        (
            "Identity",
            (
                Group("Identity", ("ID", "RGS_ID", "SUBREGION", "LAT", "LON", "OPERATION", "CANDIDATE")),
                Group("Size and state", ("AREA", "STALE", _REST)),
            ),
        ),
        ("Terrain and climate", (_TERRAIN, _CLIMATE)),
        (
            "Source and people",
            (
                Group("Source", ("SOUR_DATA", "MAP_DATE")),
                Group("People and remarks", ("MAPPER", "REVIEWER", "ADDI_INF", "COMMENT")),
                Group("As it came in", ("RGIK",)),
            ),
        ),
    ),
    schema.CANDIDATES.name: (
        (
            "Candidate",
            (
                Group("Decision", ("STATE", "REASON", "COMMENT")),
                Group("Detection", ("CANDIDATE_ID", "RUN_ID", "PROB_*", "AREA", "GLAC_FRAC", _REST)),
                Group("Place", ("SUBREGION", "LAT", "LON")),
            ),
        ),
        ("Terrain and climate", (_TERRAIN, _CLIMATE)),
    ),
    schema.PRIMARY_MARKERS.name: (("", (Group("Primary marker", (_REST,)),)),),
    schema.SUBREGIONS.name: (("", (Group("Subregion", (_REST,)),)),),
    schema.REVIEWED_GROUND.name: (("", (Group("Reviewed ground", (_REST,)),)),),
    schema.KEPT_PROBABILITY.name: (("", (Group("Kept probability", (_REST,)),)),),
    schema.SAMPLE_WINDOWS.name: (("", (Group("Sample window", (_REST,)),)),),
    schema.MISSED_POINTS.name: (("", (Group("Missed rock glacier", (_REST,)),)),),
}

WRITTEN_BY_THE_DOCK = (
    schema.CANDIDATES.name,
    schema.PRIMARY_MARKERS.name,
    schema.REVIEWED_GROUND.name,
    schema.KEPT_PROBABILITY.name,
    schema.SAMPLE_WINDOWS.name,
    schema.MISSED_POINTS.name,
)
"""Layers that nobody changes by hand."""

_IDENTIFIERS = ("ID", "CANDIDATE")
_AS_IT_CAME = ("RGIK",)

# (unit, or name where one unit is told in two ways) -> decimals shown, lowest, highest value
_NUMBERS = {
    "m": (1, -1000, 10_000),
    "m²": (0, 0, 1e12),
    "°": (1, 0, 360),
    "": (3, 0, 1),
    "kWh/m²/a": (0, 0, 10_000),
    "°C": (1, -100, 100),
    "mm/a": (0, 0, 100_000),
    "LAT": (6, -90, 90),
    "LON": (6, -180, 180),
    "PIXEL": (2, 0, 1000),
    "WEIGHT": (2, 0, 1e9),
    "SCALE": (0, 0, 1e9),
}

_TYPES = {
    "text": QVariant.String,
    "integer": QVariant.LongLong,
    "real": QVariant.Double,
    "boolean": QVariant.Bool,
    "time": QVariant.DateTime,
    "blob": QVariant.ByteArray,
}


def empty_layer(layer: schema.Layer) -> QgsVectorLayer:
    """A layer in memory with the fields of the schema."""
    kind = {"MULTIPOLYGON": "MultiPolygon", "POINT": "Point"}[layer.geometry_type]
    made = QgsVectorLayer(f"{kind}?crs=EPSG:4326", layer.name, "memory")
    fields = [QgsField(field.name, _TYPES[field.kind], "", field.length or 0) for field in layer.fields]
    made.dataProvider().addAttributes(fields)
    made.updateFields()
    return made


def alias(field: schema.Field) -> str:
    """Heading of the column in attribute tables: the published name with its unit, as columns are narrow."""
    return field.name + (f" [{field.unit}]" if field.unit else "")


def label(field: schema.Field) -> str:
    """Label in the form: the published name, then in a few words what it is, with its unit.

    The whole description stands in the GeoPackage, where newer versions of QGIS find it for the tooltip.
    """
    words = re.split(r"[:;,(]", field.description)[0].strip()
    return f"{field.name}: {words}" + (f" [{field.unit}]" if field.unit else "")


def _set_label(form: QgsEditFormConfig, field: schema.Field) -> None:
    """A label of the form's own, on top of the field: beside it, words make a form wider than a screen."""
    own = QgsPropertyCollection()
    # QGIS 3.22 takes no notice of a plain text here, only of an expression.
    text = QgsProperty.fromExpression(QgsExpression.quotedString(label(field)))
    own.setProperty(QgsEditFormConfig.DataDefinedProperty.Alias, text)
    form.setDataDefinedFieldProperties(field.name, own)


def is_read_only(layer: schema.Layer, field: schema.Field) -> bool:
    """Whether the form shows the field without letting anyone type into it."""
    return (
        layer.name in WRITTEN_BY_THE_DOCK
        or field.name in (*schema.COMPUTED_FIELDS, *_IDENTIFIERS, *_AS_IT_CAME)
        or field.kind == "boolean"
    )


def widget(field: schema.Field, read_only: bool) -> QgsEditorWidgetSetup:
    """How the form shows a field."""
    if field.domain:
        return QgsEditorWidgetSetup("ValueMap", {"map": [{value: value} for value in field.domain]})
    if field.kind == "boolean":
        return QgsEditorWidgetSetup("CheckBox", {})
    number = _NUMBERS.get(field.name, _NUMBERS.get(field.unit))
    # A spin box rounds what it shows, and saves that; so it never holds a number that can be typed.
    if field.kind == "real" and read_only and number:
        decimals, lowest, highest = number
        return QgsEditorWidgetSetup(
            "Range", {"Precision": decimals, "Min": lowest, "Max": highest, "AllowNull": True, "Style": "SpinBox"}
        )
    # One line: a box of several shows a missing text as the word NULL, to be deleted before one can write.
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": False, "UseHtml": False})


def group_of(layer: schema.Layer, name: str) -> Group:
    """The group of a layer's form that a field stands in."""
    groups = [group for _, groups in FORMS[layer.name] for group in groups]
    for group in groups:
        if any(pattern != _REST and fnmatchcase(name, pattern) for pattern in group.names):
            return group
    return next(group for group in groups if _REST in group.names)


def _order(group: Group, name: str) -> int:
    """Where a field stands in its group."""
    places = [at for at, pattern in enumerate(group.names) if fnmatchcase(name, pattern)]
    return places[0]


def _box(
    layer: schema.Layer, made: QgsVectorLayer, group: Group, parent: QgsAttributeEditorElement
) -> QgsAttributeEditorContainer:
    box = QgsAttributeEditorContainer(group.title, parent)
    box.setIsGroupBox(True)
    box.setColumnCount(group.columns)
    names = [name for name in layer.field_names if group_of(layer, name) is group]
    for name in sorted(names, key=lambda name: _order(group, name)):
        box.addChildElement(QgsAttributeEditorField(name, made.fields().lookupField(name), box))
    return box


def set_form(made: QgsVectorLayer, layer: schema.Layer) -> None:
    """Give a layer that has the schema's fields its form."""
    form = made.editFormConfig()
    form.setLayout(QgsEditFormConfig.EditorLayout.TabLayout)
    form.clearTabs()
    for field in layer.fields:
        index = made.fields().lookupField(field.name)
        read_only = is_read_only(layer, field)
        form.setReadOnly(index, read_only)
        form.setLabelOnTop(index, True)
        _set_label(form, field)
        made.setFieldAlias(index, alias(field))
        made.setEditorWidgetSetup(index, widget(field, read_only))
    tabs = FORMS[layer.name]
    for title, groups in tabs:
        parent = form.invisibleRootContainer()
        if len(tabs) > 1:
            tab = QgsAttributeEditorContainer(title, parent)
            tab.setIsGroupBox(False)
            form.addTab(tab)
            parent = tab
        for group in groups:
            parent.addChildElement(_box(layer, made, group, parent))
    made.setEditFormConfig(form)

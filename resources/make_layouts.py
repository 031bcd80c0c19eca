"""Writes the template of a passport page, `layouts/passport.qpt`, as QGIS itself saves one.

Run: QT_QPA_PLATFORM=offscreen .venv/qgis/bin/python resources/make_layouts.py (QGIS 3.22: later ones read it)
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemScaleBar,
    QgsLayoutObject,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsProperty,
    QgsReadWriteContext,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsUnitTypes,
)
from qgis.PyQt.QtGui import QFont

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / ".venv" / "src"))

from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS
from rock_glacier_inventory.processing_provider.passports.facts import AGREED, FOUND, MODEL, PROBABILITY
from rock_glacier_inventory.processing_provider.passports.page import IMAGE_MAP, RELIEF_MAP, TEMPLATE

_MILLIMETRES = QgsUnitTypes.LayoutUnit.LayoutMillimeters
_UTM = (
    'coalesce(\'EPSG:\' || to_string(if("LAT" < 0, 32700, 32600) + min(60, floor(("LON" + 180) / 6) + 1)), '
    "'EPSG:4326')"
)
"""The zone of a rock glacier: a true scale, and north is up, wherever it is."""
_SIZES = ("AREA", "ELE_MIN", "ELE_MEAN", "ELE_MAX", "SLO_MEAN", "ASPECT", "PISR", "MAAT", "MAGT", "AP", "PERMAFROST")
_DIGITS = {"AREA": 0, "ELE_MIN": 0, "ELE_MEAN": 0, "ELE_MAX": 0, "ASPECT": 0, "PISR": 0, "AP": 0}
_SOURCES = ("SOUR_DATA", "MAP_DATE", "MAPPER", "OPERATION", "REVIEWER", "ADDI_INF", "COMMENT")


def value_words(name: str) -> str:
    """An expression for a field's value as words, a dash where there is none."""
    digits = _DIGITS.get(name, 1)
    field = ROCK_GLACIERS.field(name)
    if field.kind == "real":
        unit = f" || ' {field.unit}'" if field.unit else ""
        return f"coalesce(format_number(\"{name}\", {digits}){unit}, '–')"
    return f"coalesce(nullif(to_string(\"{name}\"), ''), '–')"


def _lines(names: Sequence[str]) -> str:
    rows = []
    for name in names:
        what = ROCK_GLACIERS.field(name).description
        rows.append(f"{what[0].upper()}{what[1:]}: [% {value_words(name)} %]")
    return "\n".join(rows)


def provenance() -> str:
    """Words on where a rock glacier comes from."""
    further = [
        ("Found by", f"coalesce(nullif(\"{MODEL}\", ''), '–')"),
        ("Found on", f"coalesce(nullif(\"{FOUND}\", ''), '–')"),
        ("Mean probability", f"coalesce(format_number(\"{PROBABILITY}\", 2), '–')"),
        ("Consensus", f"coalesce(nullif(\"{AGREED}\", ''), '–')"),
    ]
    return "\n".join([_lines(_SOURCES), *(f"{name}: [% {expression} %]" for name, expression in further)])


class Page:
    """Builds the layout that ships; millimetres on A4."""

    def __init__(self, layout: QgsPrintLayout) -> None:
        self._layout = layout
        layout.initializeDefaults()
        layout.pageCollection().page(0).setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)

    def build(self) -> None:
        """Put everything on the page."""
        self._label('[% "ID" %]', 15, 12, 180, 10, 18, bold=True)
        place = '[% format_number("LAT", 4) %]°, [% format_number("LON", 4) %]°'
        self._label(f"[% coalesce(\"SUBREGION\" || '   ', '') %]{place}", 15, 22, 180, 6, 10)
        self._map(IMAGE_MAP, 15, 32, 180, 120, 0.25)
        self._map(RELIEF_MAP, 15, 162, 85, 85, 1.0)
        self._label(_lines(_SIZES), 105, 162, 90, 62, 8.5)
        self._label(provenance(), 105, 216, 90, 62, 7.5)
        self._label(
            "[% @project_title %]   [% @atlas_featurenumber %] / [% @atlas_totalfeatures %]", 15, 284, 180, 5, 7.5
        )

    def _place(self, item: object, x: float, y: float, width: float, height: float) -> None:
        item.attemptMove(QgsLayoutPoint(x, y, _MILLIMETRES))
        item.attemptResize(QgsLayoutSize(width, height, _MILLIMETRES))
        self._layout.addLayoutItem(item)

    def _label(
        self, text: str, x: float, y: float, width: float, height: float, size: float, bold: bool = False
    ) -> None:
        label = QgsLayoutItemLabel(self._layout)
        label.setText(text)
        font = QFont("Sans Serif")
        font.setPointSizeF(size)
        font.setBold(bold)
        label.setFont(font)
        self._place(label, x, y, width, height)

    def _map(self, name: str, x: float, y: float, width: float, height: float, margin: float) -> None:
        item = QgsLayoutItemMap(self._layout)
        item.setId(name)
        self._place(item, x, y, width, height)
        item.setExtent(QgsRectangle(0, 0, width * 10, height * 10))  # else its size follows from no extent at all
        item.setFrameEnabled(True)
        item.setAtlasDriven(True)
        item.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Auto)
        item.setAtlasMargin(margin)
        properties = item.dataDefinedProperties()
        properties.setProperty(QgsLayoutObject.DataDefinedProperty.MapCrs, QgsProperty.fromExpression(_UTM))
        item.setDataDefinedProperties(properties)
        bar = QgsLayoutItemScaleBar(self._layout)
        bar.setLinkedMap(item)
        bar.setStyle("Single Box")
        bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
        bar.setUnitLabel("m")
        bar.setNumberOfSegments(2)
        bar.setNumberOfSegmentsLeft(0)
        bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeMode.SegmentSizeFitWidth)
        bar.setMinimumBarWidth(15)
        bar.setMaximumBarWidth(40)
        bar.setMapUnitsPerScaleBarUnit(1)
        bar.setHeight(1.5)
        bar.setBackgroundEnabled(True)
        self._place(bar, x + 3, y + height - 14, 50, 12)


def main() -> None:
    """Write it."""
    application = QgsApplication([], False)
    application.initQgis()
    layout = QgsPrintLayout(QgsProject.instance())
    Page(layout).build()
    TEMPLATE.parent.mkdir(exist_ok=True)
    layout.saveAsTemplate(str(TEMPLATE), QgsReadWriteContext())
    print(TEMPLATE)
    application.exitQgis()


if __name__ == "__main__":
    main()

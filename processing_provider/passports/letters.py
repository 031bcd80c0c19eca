"""Letters on passports for which this computer has no font: Qt draws a box for each and says nothing."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsExpressionContextUtils, QgsLayoutItemLabel, QgsPrintLayout, QgsVectorLayer
from qgis.PyQt.QtGui import QFont, QTextLayout

from ...inventory.naming.letters import letters_in, some_of
from ..adapters.translation import tr


def words_of_missing_letters(layout: QgsPrintLayout, coverage: QgsVectorLayer) -> str:
    """What a reader must know of it; empty where all letters are there."""
    labels = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    if not labels:
        return ""
    texts = [str(value) for feature in coverage.getFeatures() for value in feature.attributes() if value]
    project = QgsExpressionContextUtils.projectScope(layout.project()).variable("project_title")
    texts += [*(label.text() for label in labels), str(project or "")]
    missing = missing_letters(texts, labels[0].font())
    if not missing:
        return ""
    return tr(
        "No font of this computer has the letters {}; on the pages a box stands for each. Install one such as Noto "
        "Sans CJK, start QGIS anew and print again."
    ).format(some_of(missing))


def missing_letters(texts: Iterable[str], font: QFont) -> set[str]:
    """Letters that are neither in a font nor in any other that Qt takes in its place."""
    return {letter for letter in letters_in(texts) if not _has(letter, font)}


def _has(letter: str, font: QFont) -> bool:
    text = QTextLayout(letter, font)
    text.beginLayout()
    text.createLine()
    text.endLayout()
    glyphs = [glyph for run in text.glyphRuns() for glyph in run.glyphIndexes()]
    return bool(glyphs) and 0 not in glyphs  # the glyph of this number is the box

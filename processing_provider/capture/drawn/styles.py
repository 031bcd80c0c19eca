"""A layer as it is drawn alone, and its source and style in words that are the same in every process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from xml.etree import ElementTree

from qgis.core import QgsMapLayer, QgsReadWriteContext
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtXml import QDomDocument

_SEEN = ("Symbology", "Labeling", "Diagrams", "Rendering", "Temporal")
"""Categories of a style that can show in a picture."""
_UNSEEN = frozenset({"legend", "legendsettings", "customproperties", "resourceMetadata", "flags"})
"""Elements that cannot."""
_NAMED_BY_CHANCE = re.compile(r"^(\{?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\}?)$", re.IGNORECASE)
"""Names that QGIS gives anew whenever it makes a symbol of a style from the web, and since 3.30 to each layer
of any symbol: equal looks differ in them."""
_IDLE = frozenset({"version", "minScale", "maxScale", "hasScaleBasedVisibilityFlag", "styleCategories"})
_NOT_DRAWN = frozenset({"contextualWMSLegend", "featureCount", "maxHeight"})
"""Parts of the source of a WMS that no map shows."""


def as_it_is_drawn(layer: QgsMapLayer) -> QgsMapLayer:
    """A clone that is drawn at every scale, and as if nothing lay below it. Main thread only."""
    clone = layer.clone()
    clone.setScaleBasedVisibility(False)
    clone.setOpacity(1.0)
    clone.setBlendMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    return clone


def source_of(layer: QgsMapLayer) -> str:
    """The layer's source, its parts in one order. It may hold secrets."""
    source = layer.source()
    if "url=" not in source:
        return source
    parts = [part for part in source.split("&") if part.partition("=")[0] not in _NOT_DRAWN]
    return "&".join(sorted(parts, key=lambda part: part.partition("=")[0]))  # layers keep their order


def style_of(layer: QgsMapLayer, parts: Sequence[str] = _SEEN) -> str:
    """Parts of the layer's style (names of QGIS's categories), by default those that can show in a picture.

    QGIS writes it as XML whose attributes Qt orders by a hash that is seeded anew in each process.
    """
    document = QDomDocument()
    kinds = QgsMapLayer.StyleCategory
    categories = QgsMapLayer.StyleCategories(getattr(kinds, parts[0]))
    for name in parts[1:]:
        categories |= getattr(kinds, name)
    layer.exportNamedStyle(document, QgsReadWriteContext(), categories)
    text = document.toString(-1)
    root = ElementTree.fromstring(text[text.index("<qgis") :])
    return "".join(_in_order(root))


def _text_in_order(text: str) -> str:
    """A value; the symbol of a label's callout is XML once more."""
    if text.startswith("<"):
        with suppress(ElementTree.ParseError):
            return "".join(_in_order(ElementTree.fromstring(text)))
    return text


def _in_order(element: ElementTree.Element) -> Iterator[str]:
    """Element by element, attributes by their names."""
    if element.tag in _UNSEEN:
        return
    yield f"<{element.tag}"
    for name, value in sorted(element.attrib.items()):
        if name not in _IDLE and not _NAMED_BY_CHANCE.match(value):
            yield f' {name}="{_text_in_order(value)}"'
    yield f">{(element.text or '').strip()}"
    children = list(element)
    if element.tag == "Option" and element.get("type") == "Map":
        children.sort(key=lambda child: child.get("name") or "")
    for child in children:
        yield from _in_order(child)
    yield "</>"

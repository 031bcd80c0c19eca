"""The outlines of training data that were left out or are in doubt, one after the other on the map."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QDockWidget, QGridLayout, QPushButton, QVBoxLayout, QWidget

from ....processing_provider.adapters.translation import tr, tr_noop, translated
from ...common.helping import help_in_dock
from ..inputs import Choice
from ..pieces import LongText, Name, Text, flat

NEEDED = ("NAME", "SOURCE", "FAULT", "DOUBT", "NOTE")
"""Fields by which a layer is known to be the outlines of training data."""
ALL = ""
WORDS = {
    "invalid": tr_noop("invalid"),
    "too small": tr_noop("too small"),
    "doubled": tr_noop("doubled"),
    "contradicting": tr_noop("contradicting"),
    "outside the imagery": tr_noop("outside the imagery"),
    "void in the image": tr_noop("void in the image"),
    "cloud": tr_noop("cloud"),
    "shadow": tr_noop("shadow"),
    "between the sides": tr_noop("between the sides"),
}
AROUND = 3.0
"""Times the extent of an outline that the map shows."""


def is_training_outlines(layer: QgsMapLayer) -> bool:
    """Whether a layer is the `polygons.gpkg` of training data."""
    return isinstance(layer, QgsVectorLayer) and all(layer.fields().lookupField(name) >= 0 for name in NEEDED)


def what_is_wrong(feature: QgsFeature) -> str:
    """The fault for which an outline is left out, else what is doubtful of it; empty where nothing is."""
    return str(feature["FAULT"] or "") or str(feature["DOUBT"] or "")


def in_words(wrong: str) -> str:
    """A fault or doubt in the language of QGIS; as it is written where a newer plugin wrote it."""
    return translated(WORDS[wrong]) if wrong in WORDS else wrong


class OutlineWalk(QDockWidget):
    """A dock that walks through them; it only reads, and moves the map."""

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(tr("Training outlines"), parent)
        self.setObjectName("RockGlacierTrainingOutlines")
        self._canvas = canvas
        self._of = ""  # id of the layer, which may be gone the next moment
        self._all: list[tuple[int, str]] = []
        self._fids: list[int] = []
        self._place = -1
        self.kind = Choice()
        self.kind.setAccessibleName(tr("What is wrong"))
        self.kind.setToolTip(tr("Which outlines are walked through: all with a fault or a doubt, or those with one"))
        self.count, self.title, self.note = Text(), Name(bold=True), LongText()
        self.previous = QPushButton(tr("&Previous"))
        self.previous.setToolTip(tr("The outline before this one"))
        self.next = QPushButton(tr("&Next"))
        self.next.setToolTip(tr("The next outline that is left out or in doubt"))
        self.help = help_in_dock(self, "training#quality-control")
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._choose)
        self.previous.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))
        QgsProject.instance().layersWillBeRemoved.connect(self._leave)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = flat(QVBoxLayout(inside), 6)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.kind)
        column.addWidget(self.count)
        column.addWidget(self.title)
        column.addWidget(self.note)
        buttons = QGridLayout()
        buttons.addWidget(self.previous, 0, 0)
        buttons.addWidget(self.next, 0, 1)
        column.addLayout(buttons)
        column.addWidget(self.help)
        column.addStretch(1)
        self.setWidget(inside)

    def begin(self) -> None:
        """Show the dock with the layer that was opened last, from its first outline."""
        self._forget()
        layers = [layer for layer in QgsProject.instance().mapLayers().values() if is_training_outlines(layer)]
        active = self._canvas.currentLayer()  # the one that is chosen in QGIS
        chosen = active if active in layers else next(reversed(layers), None)
        self.show()
        self.raise_()
        if chosen is None:
            self._tell_nothing(tr("No training outlines are open; make training data, or open their polygons.gpkg."))
            return
        self._of = chosen.id()
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        found = [(feature.id(), what_is_wrong(feature)) for feature in chosen.getFeatures(request)]
        self._all = [(fid, wrong) for fid, wrong in found if wrong]
        self._fill()

    def _leave(self, ids: list[str]) -> None:
        if self._of in ids:
            self._forget()

    def _forget(self) -> None:
        self._of, self._all, self._fids, self._place = "", [], [], -1
        self._fill()

    @property
    def _layer(self) -> QgsVectorLayer | None:
        return QgsProject.instance().mapLayer(self._of)

    def _fill(self) -> None:
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(tr("all ({})").format(len(self._all)), ALL)
        for wrong in dict.fromkeys(wrong for _, wrong in self._all):
            count = sum(other == wrong for _, other in self._all)
            self.kind.addItem(f"{in_words(wrong)} ({count})", wrong)
        self.kind.blockSignals(False)
        self._choose()

    def _choose(self, _: int = 0) -> None:
        wanted = self.kind.currentData()
        self._fids = [fid for fid, wrong in self._all if wanted in (ALL, wrong)]
        self._place = -1
        layer = self._layer
        if self._fids:
            self._go(1)
        elif layer is not None:
            self._tell_nothing(tr("All outlines of {} are used, and none is in doubt.").format(layer.name()))
        else:
            self._tell_nothing("")

    def _tell_nothing(self, why: str) -> None:
        self.count.tell("")
        self.title.tell("")
        self.note.tell(why)
        for button in (self.previous, self.next):
            button.setEnabled(False)

    def _go(self, step: int) -> None:
        layer = self._layer
        if layer is None or not self._fids:
            return
        self._place = (self._place + step) % len(self._fids)
        feature = layer.getFeature(self._fids[self._place])
        self.count.tell(tr("{} of {}").format(self._place + 1, len(self._fids)))
        name = feature["NAME"] or tr("Outline {}").format(feature.id())
        self.title.tell(f"{name} ({feature['SOURCE']})")
        wrong = what_is_wrong(feature)
        self.note.tell(f"{in_words(wrong)}: {feature['NOTE'] or ''}".rstrip(": "))
        for button in (self.previous, self.next):
            button.setEnabled(len(self._fids) > 1)
        self._show_on_map(layer, feature)

    def _show_on_map(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        canvas = self._canvas
        if feature.geometry().isEmpty():
            self.note.tell(tr("{} (It has no polygon that the map could show.)").format(self.note.toPlainText()))
            return
        project = QgsProject.instance()
        there = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), project)
        try:
            box = there.transformBoundingBox(feature.geometry().boundingBox())
        except QgsCsException:
            self.note.tell(tr("{} (The map's coordinate system does not reach it.)").format(self.note.toPlainText()))
            return
        box.scale(AROUND)
        canvas.setExtent(box)
        canvas.refresh()
        canvas.flashGeometries([feature.geometry()], layer.crs())

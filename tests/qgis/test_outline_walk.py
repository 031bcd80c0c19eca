"""The dock that walks through outlines of training data: what it shows, in any system, and where there is nothing."""

from __future__ import annotations

import pytest
from person import choose, press_button
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow
from rock_glacier_inventory.plugin.dock.dialogs.outline_walk import OutlineWalk

FIELDS = "&".join(f"field={name}:string" for name in ("NAME", "SOURCE", "ROLE", "FAULT", "DOUBT", "NOTE"))
ROWS = (
    ("a", "", "", ""),
    ("b", "too small", "", "It has 9 000 m2."),
    ("c", "", "cloud", "It is bright."),
    ("d", "a new fault", "", ""),
)


@pytest.fixture
def layer():
    made = QgsVectorLayer(f"Polygon?crs=EPSG:4326&{FIELDS}", "Training outlines", "memory")
    features = []
    for number, (name, fault, doubt, note) in enumerate(ROWS):
        feature = QgsFeature(made.fields())
        feature.setAttributes([name, "o 冰.gpkg", "target", fault, doubt, note])
        west = 179.9 - number
        feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({west} -30, {west + 0.01} -30, {west} -30.01, {west} -30))"))
        features.append(feature)
    made.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(made)
    yield made
    QgsProject.instance().clear()


@pytest.fixture
def walk():
    canvas = QgsMapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    window = QMainWindow()
    made = OutlineWalk(canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    window.resize(500, 400)
    window.show()
    QTest.qWaitForWindowActive(window)
    yield made
    window.close()


def told(walk):
    return walk.count.text(), walk.title.whole(), walk.note.toPlainText()


def test_it_tells_faults_and_doubts_in_their_order(walk, layer):
    walk.begin()
    assert [walk.kind.itemText(row) for row in range(walk.kind.count())] == [
        "all (3)",
        "too small (1)",
        "cloud (1)",
        "a new fault (1)",
    ]
    seen = [told(walk)]
    for _ in range(3):
        press_button(walk.next)
        seen.append(told(walk))
    assert seen[:3] == [
        ("1 of 3", "b (o 冰.gpkg)", "too small: It has 9 000 m2."),
        ("2 of 3", "c (o 冰.gpkg)", "cloud: It is bright."),
        ("3 of 3", "d (o 冰.gpkg)", "a new fault"),
    ]
    assert seen[3] == seen[0]


def test_one_kind_alone(walk, layer):
    walk.begin()
    choose(walk.kind, "cloud")
    assert told(walk) == ("1 of 1", "c (o 冰.gpkg)", "cloud: It is bright.")
    assert not walk.next.isEnabled() and not walk.previous.isEnabled()


def test_a_layer_that_goes_leaves_nothing_behind(walk, layer):
    walk.begin()
    QgsProject.instance().removeMapLayer(layer.id())
    assert told(walk) == ("", "", "")
    assert not walk.next.isEnabled()
    walk.begin()
    assert told(walk)[2].startswith("No training outlines are open; make training data")


def test_outlines_without_a_fault(walk, layer):
    layer.dataProvider().deleteFeatures([2, 3, 4])
    walk.begin()
    assert told(walk)[2] == "All outlines of Training outlines are used, and none is in doubt."

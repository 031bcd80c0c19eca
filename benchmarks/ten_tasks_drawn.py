"""What `ten_tasks_session.py` draws, and what it should look like: outlines on the map and places on the screen."""

from __future__ import annotations

import math
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from in_desktop import controller, module, on_map, pixel, press, rows, shown, wait
from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.utils import iface

LOBE = 28
"""Pixels of the radius of what a small refinement adds."""


def outline_shown() -> QgsGeometry:
    """Of what the dock shows, in the map's coordinates."""
    return on_map(controller().session.ground.geometry(shown().row[module("inventory.schema").GEOMETRY]))


def outline_of(candidate: str, operation: str) -> QgsGeometry | None:
    """The rock glacier that came of a candidate by an operation, or the last that was retrieved."""
    made = rows('SELECT fid, "CANDIDATE", "OPERATION" FROM rock_glaciers ORDER BY fid DESC')
    found = [fid for fid, of, by in made if (of or "", by) == (candidate, operation)]
    if not found:
        return None
    schema, features = module("inventory.schema"), module("plugin.geometry.features")
    made = features.read_shown(controller().session.inventory, schema.ROCK_GLACIERS, found[0])
    return on_map(controller().session.ground.geometry(made.row[schema.GEOMETRY]))


def iou(one: QgsGeometry, other: QgsGeometry) -> float:
    return one.intersection(other).area() / one.combine(other).area()


def corners_of(outline: QgsGeometry) -> list[QPoint]:
    """On the screen, the first again at the end left out."""
    return [pixel(QgsPointXY(vertex)) for vertex in outline.vertices()][:-1]


def round_places(middle: QPoint, across: float, along: float, number: int) -> list[QPoint]:
    """Corners of an ellipse on the screen."""
    turns = [2 * math.pi * step / number for step in range(number)]
    return [middle + QPoint(round(across * math.cos(turn)), round(along * math.sin(turn))) for turn in turns]


def on_ground(places: Sequence[QPoint]) -> QgsGeometry:
    transform = iface.mapCanvas().getCoordinateTransform()
    return QgsGeometry.fromPolygonXY([[transform.toMapCoordinates(place) for place in places]])


@dataclass
class Lobe:
    """Ground that an outline lacks: a disc around the place of its rim that is farthest to the east."""

    outline: QgsGeometry
    target: QgsGeometry
    places: list[QPoint]
    """From inside the outline around the disc and back."""
    corners: list[tuple[QPoint, QPoint]]
    """Vertices in the disc, and where each should be."""


def lobe_of(outline: QgsGeometry) -> Lobe:
    vertices = [QgsPointXY(vertex) for vertex in outline.vertices()]
    rim = pixel(max(vertices, key=lambda point: point.x()))
    disc = round_places(rim, LOBE, LOBE, 36)
    target = outline.combine(on_ground(disc))
    arc = [place for place in round_places(rim, LOBE, LOBE, 10) if not holds(outline, place)]
    turned = sorted(arc, key=lambda place: math.atan2(place.y() - rim.y(), place.x() - rim.x()))
    ends = [_inwards(turned[0], rim, outline), _inwards(turned[-1], rim, outline)]
    moves = []
    for vertex in vertices[:-1]:
        place = pixel(vertex)
        away = place - rim
        if math.hypot(away.x(), away.y()) < 0.9 * LOBE:
            turn = math.atan2(away.y() / 3, LOBE / 2)
            moves.append((place, rim + QPoint(round(LOBE * math.cos(turn)), round(LOBE * math.sin(turn)))))
    return Lobe(outline, target, [ends[0], *turned, ends[1]], moves)


def holds(outline: QgsGeometry, place: QPoint) -> bool:
    point = iface.mapCanvas().getCoordinateTransform().toMapCoordinates(place)
    return outline.contains(QgsGeometry.fromPointXY(point))


def _inwards(place: QPoint, middle: QPoint, outline: QgsGeometry) -> QPoint:
    """From a place to the west until it is well inside the outline."""
    for step in range(1, 60):
        there = place + QPoint(-4 * step, (middle.y() - place.y()) * step // 30)
        if holds(outline, there):
            return there - QPoint(8, 0)
    return middle - QPoint(20, 0)


def to_a_candidate() -> None:
    """One that is large and whole on the map."""
    wait(800)  # the map goes to what is shown
    reach = iface.mapCanvas().rect().adjusted(90, 90, -90, -90)
    for _ in range(20):
        outline = outline_shown()  # held while its vertices are read
        box = [pixel(QgsPointXY(vertex)) for vertex in outline.vertices()]
        if shown().is_candidate and all(map(reach.contains, box)) and shown().row["AREA"] > 60_000:
            return
        press(Qt.Key.Key_Period)
        wait(500)
    raise AssertionError("there is no such candidate")


def another_on_the_map() -> QgsGeometry:
    """The outline of another candidate that is whole on the map: a landform that is to be retrieved."""
    reach, own = iface.mapCanvas().rect().adjusted(20, 20, -20, -20), outline_shown()
    for feature in controller().session.layers.candidates.getFeatures():
        outline = on_map(feature.geometry())
        if not outline.intersects(own) and all(map(reach.contains, corners_of(outline))):
            return outline
    raise AssertionError("there is no other candidate on the map")


def missed_on_the_map() -> QgsGeometry:
    """Another candidate on the map that is in the file no more: a landform that no detection has found."""
    target, file = another_on_the_map(), str(controller().session.inventory.path)
    candidates = controller().session.layers.candidates.getFeatures()
    fid = next(one.id() for one in candidates if on_map(one.geometry()).equals(target))
    script = (
        "import sqlite3, sys\n"
        "with sqlite3.connect(sys.argv[1]) as file:\n"
        "    file.execute('DELETE FROM candidates WHERE fid = ?', (int(sys.argv[2]),))"
    )
    subprocess.run([os.environ["ROCK_GLACIER_ENGINE_PYTHON"], "-c", script, file, str(fid)], check=True)
    wait(4000)  # the dock looks every three seconds
    return target

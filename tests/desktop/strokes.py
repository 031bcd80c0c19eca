"""Steps of a session in the dock: outlines and cuts drawn by strokes of the mouse, taken back, smoothed, given up."""

from __future__ import annotations

import math
from typing import Any

from in_desktop import (
    REPORT,
    click,
    controller,
    dock_plugin,
    grab,
    module,
    on_map,
    pixel,
    press,
    rows,
    said,
    shown,
    wait,
)
from person import press_button, press_tool, start_stroke, stroke
from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.utils import iface

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def draw(*places: QPoint) -> None:
    stroke(iface.mapCanvas().viewport(), places)
    wait(150)


def drawn() -> QgsGeometry:
    return controller().session.drawing.current()[0]


def _pixels() -> float:
    """The area of what is drawn, on the screen."""
    return on_map(drawn()).area() / iface.mapCanvas().mapUnitsPerPixel() ** 2


def outline_shown() -> QgsGeometry:
    schema = module("inventory.schema")
    return on_map(controller().session.ground.geometry(shown().row[schema.GEOMETRY]))


def _bay() -> tuple[list[QPoint], list[QPoint]]:
    """A stroke from inside the outline that is shown around some ground in the west and back; and one far from it."""
    outline = outline_shown()
    rim = pixel(min((QgsPointXY(vertex) for vertex in outline.vertices()), key=lambda point: point.x()))
    inside = pixel(outline.pointOnSurface().asPoint())
    around = [inside - QPoint(0, 4), rim - QPoint(40, 25), rim + QPoint(-40, 25), inside + QPoint(0, 4)]
    return around, [QPoint(30, 40), QPoint(60, 110)]


def _round(middle: QPoint, across: int, along: int) -> list[QPoint]:
    turns = [math.radians(turn) for turn in range(0, 365, 15)]
    return [middle + QPoint(round(across * math.cos(turn)), round(along * math.sin(turn))) for turn in turns]


def _tool() -> dict[str, Any]:
    """What is marked in the dock, and what it says."""
    bar = dock_plugin().dock.map_panel.drawing
    return {"marked": [name for name, button in bar.tools.items() if button.is_marked()], "text": bar.text.text()}


def _dots() -> int:
    """Symbol layers of the scratch layer: a rim, and dots on its vertices where they are shown."""
    return iface.activeLayer().renderer().symbol().symbolLayerCount()


def reshape_by_one_stroke() -> None:
    """Three presses: the key, the stroke, Enter; before that the stroke is taken back and drawn again."""
    seen = REPORT["reshape"] = {"candidate": shown().identifier}
    around, far = _bay()
    press(KEY.Key_3)
    wait(300)
    before = drawn()
    seen["at first"] = _tool()
    draw(*around)
    seen["grown"] = drawn().area() / before.area()
    seen["valid"] = drawn().isGeosValid()
    grab(iface.mainWindow(), "dock-reshape")
    press(KEY.Key_Z, CTRL)
    seen["taken back"] = drawn().equals(before)
    draw(*far)
    seen["of nothing"], seen["still"] = said(), drawn().equals(before)
    draw(*around)
    press(KEY.Key_Return)
    wait(200)
    seen["written"] = rows('SELECT "CANDIDATE", "OPERATION" FROM rock_glaciers WHERE "OPERATION" = \'refine\'')
    press(KEY.Key_Z, CTRL)
    wait(200)
    seen["shown again"] = shown().identifier


def other_tools() -> None:
    seen = REPORT["tools"] = {}
    middle = pixel(outline_shown().centroid().asPoint())
    press(KEY.Key_3)
    wait(300)
    press(KEY.Key_V)
    seen["vertices"], seen["dots"] = _tool(), _dots()
    grab(iface.mainWindow(), "dock-vertices", 800)
    press_button(dock_plugin().dock.map_panel.drawing.tools["freehand"])
    seen["freehand"], seen["no dots"] = _tool(), _dots()
    let_go = start_stroke(iface.mapCanvas().viewport(), _round(middle, 60, 40)[:9])
    press(KEY.Key_Escape)  # the stroke is given up, and not the drawing
    let_go()
    seen["after Esc"] = controller().session.drawing.is_active
    draw(*_round(middle, 60, 40))
    seen["anew"] = _tool()["marked"]
    seen["of what was drawn"] = _pixels() / (math.pi * 60 * 40)
    _smooth(seen)
    press(KEY.Key_R)  # Refine begins with it again
    press(KEY.Key_Escape)
    seen["given up"] = controller().session.drawing.is_active


def _smooth(seen: dict[str, Any]) -> None:
    before = drawn()
    steps = [before]
    for _ in range(2):
        press(KEY.Key_O)
        wait(100)
        steps.append(drawn())
    seen["smoothed"] = [not one.equals(other) for one, other in zip(steps, steps[1:])]
    seen["area kept"] = [step.area() / before.area() for step in steps]
    grab(iface.mainWindow(), "dock-smooth")
    for _ in range(2):
        press(KEY.Key_Z, CTRL)
    seen["smoothing taken back"] = drawn().equals(before)


def retrieve_and_split_by_one_stroke() -> None:
    seen = REPORT["by strokes"] = {}
    size = iface.mapCanvas().size()
    middle = QPoint(size.width() // 4, size.height() // 3)
    count = rows("SELECT count(*) FROM rock_glaciers")[0][0]
    press(KEY.Key_4)
    wait(300)
    draw(*_round(middle, 70, 50))
    seen["then"] = _tool()["marked"]
    press(KEY.Key_Return)
    wait(300)
    seen["retrieved"] = rows("SELECT count(*) FROM rock_glaciers")[0][0] - count
    press(KEY.Key_S)
    wait(300)
    seen["tools of a split"] = dock_plugin().dock.map_panel.drawing.tool_box.isVisible()
    draw(middle - QPoint(0, 80), middle + QPoint(0, 80))
    press(KEY.Key_Return)
    wait(300)
    seen["split"] = rows("SELECT count(*) FROM rock_glaciers")[0][0] - count
    for _ in range(2):
        press(KEY.Key_Z, CTRL)
        wait(200)
    seen["taken back"] = rows("SELECT count(*) FROM rock_glaciers")[0][0] - count


def clicks_do_the_same() -> None:
    """QGIS's own tools under the same keys; Enter or another tool ends what was clicked, as a right-click does."""
    seen, candidate = REPORT.setdefault("clicks", {}), shown().identifier
    around, _ = _bay()
    press(KEY.Key_3)
    wait(300)
    for place in around:
        click(place)
    press(KEY.Key_Return)
    wait(200)
    seen["reshaped"] = rows(
        'SELECT r."AREA" > 1.02 * c."AREA" FROM rock_glaciers r JOIN candidates c ON c."CANDIDATE_ID" = r."CANDIDATE" '
        "WHERE r.\"OPERATION\" = 'refine'"
    )
    press(KEY.Key_Z, CTRL)
    wait(200)
    assert shown().identifier == candidate
    press(KEY.Key_3)
    wait(300)
    for number, name in enumerate(("ended by another tool", "ended by a right-click"), 1):
        press(KEY.Key_F)
        corners = _corners(20 * number)
        for place in corners:
            click(place)
        seen["at the mouse"] = _pixels()
        if number == 1:
            press(KEY.Key_R)
        else:
            click(corners[-1] + QPoint(0, 3), Qt.MouseButton.RightButton)
        wait(200)
        seen[name] = (_pixels(), len(drawn().asGeometryCollection()), _tool()["marked"])
    press(KEY.Key_V)
    press_tool(iface.mainWindow(), iface.actionAddFeature())
    seen["by QGIS's button"] = _tool()["marked"]
    press_tool(iface.mainWindow(), iface.actionPan())
    seen["another tool"] = _tool()
    press(KEY.Key_R)
    press(KEY.Key_Escape)


def _corners(half: int) -> list[QPoint]:
    """Of a square on the screen, where the outline is that is shown."""
    middle = pixel(outline_shown().centroid().asPoint())
    return [middle + QPoint(*aside) for aside in ((-half, -half), (half, -half), (half, half), (-half, half))]


STEPS = (reshape_by_one_stroke, other_tools, clicks_do_the_same, retrieve_and_split_by_one_stroke)

"""What the scripts inside the desktop share: the map, the dock's own steps, looking, and the report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import qgis.utils
from osgeo import gdal
from qgis.core import Qgis, QgsApplication, QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QRectF, Qt, QThreadPool, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QTreeView, QWidget
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import Unanswered, choose_file, in_dialog
from person import (
    check,
    choose_in_menu,
    click_at,
    press_button,
    press_key,
    press_tool,
    set_spin,
    type_into,
    writing_line,
)

PLUGIN = "rock_glacier_inventory"
FOLDER = Path(os.environ["ROCK_GLACIER_DESKTOP_FOLDER"])
SAMPLE = Path(os.environ["ROCK_GLACIER_DESKTOP_SAMPLE"])
REPORT: dict[str, Any] = {}


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    # What asked to be deleted below our loop is deleted only by the loop it asked from, which is not running.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def grab(widget: QWidget, name: str, milliseconds: int = 300) -> None:
    wait(milliseconds)
    widget.grab().save(str(FOLDER / f"{name}.png"), "PNG", 80)  # a little larger, in half the time


def cut_in_tiles(raster: Path, folder: Path) -> list[Path]:
    """Three tiles of a raster, side by side, in a new folder."""
    folder.mkdir()
    whole = gdal.Open(str(raster))
    width = whole.RasterXSize // 3
    tiles = []
    for number, size in enumerate((width, width, whole.RasterXSize - 2 * width)):
        tiles.append(folder / f"tile {number} é.tif")
        gdal.Translate(str(tiles[-1]), whole, srcWin=[number * width, 0, size, whole.RasterYSize])
    return tiles


def at_once(files: Iterable[Path]) -> str:
    """What a person writes into a file dialog to choose several."""
    return " ".join(f'"{file}"' for file in files)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, for whatever has the focus in QGIS's window."""
    press_key(key, modifier)
    wait(30)


def pixel(point: QgsPointXY) -> QPoint:
    """Where a point of the map is on the canvas."""
    place = iface.mapCanvas().getCoordinateTransform().transform(point)
    return QPoint(round(place.x()), round(place.y()))


def on_map(geometry: QgsGeometry) -> QgsGeometry:
    """A geometry of the inventory in the map's coordinates."""
    here, there = controller().session.crs, iface.mapCanvas().mapSettings().destinationCrs()
    copy = QgsGeometry(geometry)  # what is shown may be the very one
    copy.transform(QgsCoordinateTransform(here, there, QgsProject.instance()))
    return copy


def move(place: QPoint) -> None:
    QTest.mouseMove(iface.mapCanvas().viewport(), place)
    wait(30)


def click(place: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """A click on the canvas, after the mouse has come there.

    A right-click while nothing is drawn would open QGIS's menu, which nobody closes.
    """
    if button == Qt.MouseButton.RightButton and not dock_plugin().controller.session.drawing.is_active:
        raise AssertionError(f"nothing is being drawn: {said()}")
    move(place)
    click_at(iface.mapCanvas().viewport(), place, button)
    wait(30)


def show_the_dock(shown: bool = True) -> None:
    """Press its button in the tool bar, where it is not open yet; or close it with that button."""
    if dock_plugin().dock.isVisible() != shown:
        press_tool(iface.mainWindow(), dock_plugin().action)
    wait(300)
    assert dock_plugin().dock.isVisible() == shown, "the button does nothing"


def say_who(name: str) -> None:
    """Write the name at the top of the dock, and press Enter until the field is left."""
    line = writing_line(dock_plugin().dock.header.person)
    type_into(dock_plugin().dock.header.person, name)
    if line.hasFocus():
        REPORT.setdefault("names that took a second Enter", []).append(name)
        press_key(Qt.Key.Key_Return)
    wait(100)
    assert line.text() == name
    assert not line.hasFocus(), "keys would be written into the name"


def open_inventory(path: Path) -> None:
    """Press Open… and write the path into the file dialog."""
    choose_file(lambda: press_button(dock_plugin().dock.header.open_button), path)
    wait(500)


def look_at_the_scene() -> None:
    """Show all of the scene, wherever the map has gone."""
    scene = QgsRasterLayer(str(SAMPLE / "scene.tif"))
    canvas = iface.mapCanvas()
    to_map = QgsCoordinateTransform(
        scene.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance().transformContext()
    )
    canvas.setExtent(to_map.transformBoundingBox(scene.extent()))
    wait(300)


def in_the_settings(fill: Callable[[Any], None]) -> None:
    """Press the button of the dock's settings and use the dialog."""
    in_dialog(lambda: press_button(dock_plugin().dock.header.settings_button), fill)


def in_the_options(fill: Callable[[Any, Any], None]) -> None:
    """Open QGIS's options by the menu, go to our page, and use the dialog; `fill` gets it and our page."""

    def find_our_page(dialog: Any) -> None:
        view = next(tree for tree in dialog.findChildren(QTreeView) if tree.isVisible())
        model = view.model()
        [row] = model.match(
            model.index(0, 0),
            Qt.ItemDataRole.DisplayRole,
            "Rock glacier inventory",
            1,
            Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
        )
        view.scrollTo(row)
        click_at(view.viewport(), view.visualRect(row).center())
        wait(200)
        [page] = [part for part in dialog.findChildren(QWidget) if type(part).__name__ == "OptionsPage"]
        assert page.isVisible()
        wait_for(lambda: page.setup.reason.text() != "")  # what it says of this computer moves what is below
        fill(dialog, page)

    window = iface.mainWindow()
    in_dialog(lambda: choose_in_menu(window.menuBar(), iface.settingsMenu(), iface.actionOptions()), find_our_page)


def go_to_mode(mode: str) -> None:
    """Press Map or Review at the top of the dock."""
    press_button(dock_plugin().dock.mode_buttons[mode])
    wait(300)


def draw_a_sample(share: float | None = None, number: int | None = None, seed: int = 1, reviewers: int = 1) -> None:
    """Draw a sample in the form of the review: a share in percent, or a number."""
    panel = dock_plugin().dock.review_panel
    press_button(panel.draw_button)
    check(panel.form.by_share if share else panel.form.by_number)
    set_spin(panel.form.share if share else panel.form.number, share or number)
    set_spin(panel.form.seed, seed)
    set_spin(panel.form.reviewers, reviewers)
    press_button(panel.form.draw)
    wait(500)


def moves_of(outline: QgsGeometry) -> Iterator[tuple[QgsPointXY, QgsPointXY]]:
    """Vertices of an outline and places a little farther out, where both can be clicked on."""
    centre = outline.centroid().asPoint()
    reach = iface.mapCanvas().rect().adjusted(20, 20, -20, -20)
    for vertex in outline.vertices():
        start = QgsPointXY(vertex.x(), vertex.y())
        for times in (1.5, 1.2):
            east, north = start.x() - centre.x(), start.y() - centre.y()
            end = QgsPointXY(centre.x() + times * east, centre.y() + times * north)
            if reach.contains(pixel(start)) and reach.contains(pixel(end)):
                yield start, end
                break


def _is_marked(place: QPoint) -> bool:
    """Whether the map has a small mark at a place, with which QGIS's tools show what a click would catch."""
    canvas = iface.mapCanvas()
    here = canvas.mapToScene(place)
    for item in canvas.scene().items(QRectF(here.x() - 3, here.y() - 3, 6, 6)):
        box = item.sceneBoundingRect()
        if item.isVisible() and max(box.width(), box.height()) < 40 and (box.center() - here).manhattanLength() < 8:
            return True
    return False


def point_at(place: QPoint, limit_s: float = 20) -> bool:
    """Move the mouse to a vertex in small steps, and on until it is marked, as a hand does; whether it was."""
    for pixels in range(30, 0, -3):
        move(place + QPoint(pixels, pixels // 2))
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        for step in (QPoint(1, 0), QPoint(0, 0), QPoint(0, 1), QPoint(0, 0)):
            move(place + step)
        if _is_marked(place):
            return True
    return False


def move_a_vertex(outline: QgsGeometry, drawing: Any) -> None:
    """Draw a vertex outwards with QGIS's vertex tool, which finds nothing before it has indexed the outline.

    It does that in the background, and looks for what is under the mouse only when that moves: who presses before the
    vertex is marked catches nothing. `outline` is in the map's coordinates, `drawing` the dock's, which tells whether
    something has moved.
    """
    if drawing.tools.tool != "vertices":
        press(Qt.Key.Key_V)
        wait(200)
    before = drawing.current()[0].asWkt()
    moves = list(moves_of(outline))[:4]
    assert moves, "no vertex of the outline can be reached on the map"
    tried = []
    for start, end in moves:  # one may lie under a vertex of a neighbour, or at the map's edge
        marked = point_at(pixel(start))
        tried.append((pixel(start), marked))
        if not marked:
            continue
        click(pixel(start))
        move(pixel(end))
        click(pixel(end))
        wait(300)
        if drawing.current()[0].asWkt() != before:
            return
    raise AssertionError(f"the vertex tool moved nothing; places and whether they were marked: {tried}; {_at_work()}")


def _at_work() -> str:
    """What QGIS has to do in the background, and whether it has threads for it."""
    manager, pool = QgsApplication.taskManager(), QThreadPool.globalInstance()
    tasks = [(task.description(), int(task.status())) for task in manager.tasks()]
    return f"tasks and their states: {tasks}; threads: {pool.activeThreadCount()} of {pool.maxThreadCount()}"


def click_on_rock_glacier(fid: int) -> Any:
    """Move the map to a rock glacier and click into its outline; what the dock should show then."""
    features, schema = module("plugin.geometry.features"), module("inventory.schema")
    target = features.read_shown(controller().session.inventory, schema.ROCK_GLACIERS, fid)
    geometry = controller().session.ground.geometry(target.row[schema.GEOMETRY])
    layers = controller().session.layers
    for layer, own in ((layers.rock_glaciers, fid), (layers.candidates, 0)):  # where no other outline lies
        for other in layer.getFeatures():
            if other.id() != own and not geometry.difference(other.geometry()).isEmpty():
                geometry = geometry.difference(other.geometry())
    inside = on_map(geometry).pointOnSurface().asPoint()
    iface.mapCanvas().setCenter(inside)
    iface.mapCanvas().refresh()
    wait(500)
    click(pixel(inside))
    wait(200)
    return target


def module(name: str) -> Any:
    """A module of the plugin, as QGIS has loaded it."""
    return sys.modules[f"{PLUGIN}.{name}"]


def dock_plugin() -> Any:
    """The dock with its controller."""
    return qgis.utils.plugins[PLUGIN]._dock


def controller() -> Any:
    """The dock's controller."""
    return dock_plugin().controller


def rows(sql: str) -> list[Any]:
    """What the open inventory answers."""
    return [list(row) for row in controller().session.inventory.connection.rows(sql)]


def shown() -> Any:
    """The candidate or rock glacier that the dock shows."""
    return controller().mode.shown


def wait_for(what: Callable[[], Any], milliseconds: int = 25, limit_s: float = 60) -> float:
    """Let QGIS work until something is so; the seconds it took."""
    began = time.monotonic()
    while not what():
        if time.monotonic() - began > limit_s:
            told = dock_plugin().dock.detect.told.whole()
            tasks = [task.description() for task in QgsApplication.taskManager().activeTasks()]
            raise AssertionError(f"it never came; said: {said()}; told: {told}; log: {REPORT['log']}; tasks: {tasks}")
        wait(milliseconds)
    return time.monotonic() - began


_ELSEWHERE = """
import importlib.util, sys
from pathlib import Path
root, inventory, *more = sys.argv[1:]
spec = importlib.util.spec_from_file_location("rgi", root + "/__init__.py", submodule_search_locations=[root])
sys.modules["rgi"] = package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
from rgi.store.opening import open_store
opened = open_store(Path(inventory))
"""


def elsewhere(inventory: Path, script: str, *more: object) -> None:
    """Another program writes to an inventory: it is `opened` in the script, which gets `more` as texts."""
    root = Path(module("plugin.plugin").__file__).parents[1]
    command = [os.environ["ROCK_GLACIER_ENGINE_PYTHON"], "-I", "-c", f"{_ELSEWHERE}{script}\nopened.close()"]
    subprocess.run([*command, str(root), str(inventory), *map(str, more)], check=True)


def said() -> str:
    """The message at the foot of the dock."""
    return dock_plugin().dock.message.text.toPlainText()


def needed() -> dict[str, QWidget]:
    """What a person must reach without scrolling in the state that the dock is in."""
    dock = dock_plugin().dock
    if dock.mode() == "review":
        names = ("yes", "no", "uncertain", "undefined", "previous", "next", "undo", "redo")
        return {name: dock.review_panel.by_action[name] for name in names}
    panel = dock.map_panel
    if panel.mode() == "reasons":
        return {**panel.reasons.buttons, "cancel": panel.reasons.cancel}
    if panel.mode() == "drawing":
        return {"accept": panel.drawing.accept, "give up": panel.drawing.give_up, **_tools(panel)}
    if panel.mode() == "breathing":
        return {**panel.levels.buttons, "accept": panel.drawing.accept, "give up": panel.drawing.give_up}
    moves = ("previous", "next", "undo", "redo", "split", "merge")
    return {**panel.operations.buttons, **{name: panel.by_action[name] for name in moves}}


def _tools(panel: Any) -> dict[str, QWidget]:
    """Of an outline; a split has none."""
    return panel.drawing.tools if panel.drawing.tool_box.isVisible() else {}


def is_in_sight(widget: QWidget) -> bool:
    """Whether no part of it is scrolled away or cut off."""
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


def parts_in_pixels() -> dict[str, Any]:
    """Top and height of each part, in the dock's pixels, and what of those needed now is not in sight."""
    dock = dock_plugin().dock
    column = dock.review_panel if dock.mode() == "review" else dock.map_panel
    parts = {"dock": (dock.width(), dock.height()), "column": (column.viewport().height(), column.content.height())}
    for part in (dock.header, dock.message, dock.detect, dock.engine, *_parts(column)):
        if part.isVisible():
            top = part.mapTo(dock, QPoint(0, 0)).y()
            parts[f"{type(part).__name__} {len(parts)}"] = (top, part.height())
    return {"pixels": parts, "hidden": [name for name, part in needed().items() if not is_in_sight(part)]}


def _parts(column: Any) -> list[QWidget]:
    found = [column.column.itemAt(row).widget() for row in range(column.column.count())]
    return [part for part in found if part is not None]


def run(steps: Iterable[Callable[[], None]]) -> None:
    """Do the steps when the desktop is up, write the report, and close QGIS."""
    unanswered = Unanswered(FOLDER)

    def note(text: str, tag: str, level: Any) -> None:
        if tag == "Rock glacier inventory":
            REPORT["log"].append(text)

    REPORT["log"] = []
    QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(note)

    def main() -> None:
        iface.mainWindow().showNormal()
        iface.mainWindow().move(0, 0)
        QApplication.setActiveWindow(iface.mainWindow())  # no window manager here does it
        iface.mainWindow().resize(1600, 900)
        try:
            for step in steps:
                REPORT["step"] = step.__name__
                step()
        except Exception:
            REPORT["error"] = f"{traceback.format_exc()}\nsaid: {said()}"
            grab(iface.mainWindow(), "error")
        if unanswered.texts:
            REPORT["error"] = f"nobody answered {unanswered.texts}\n{REPORT.get('error', '')}"
        REPORT["messages"] = [item.text() for item in iface.messageBar().items()]
        (FOLDER / "report.json").write_text(json.dumps(REPORT, indent=1), "utf-8")
        QgsProject.instance().clear()
        QgsProject.instance().setDirty(False)
        QCoreApplication.processEvents()
        # QGIS 3.40.6 dies where a thread of these ends after its own database of logins (qgis/QGIS#62429).
        tasks = QgsApplication.taskManager()
        for pool in (QThreadPool.globalInstance(), tasks.threadPool() if hasattr(tasks, "threadPool") else None):
            if pool is not None:
                pool.waitForDone(5000)
        iface.actionExit().trigger()

    QTimer.singleShot(1500, main)

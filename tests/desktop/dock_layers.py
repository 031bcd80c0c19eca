"""Runs inside the real QGIS desktop: an inventory first and images later, a project opened again, copies."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Any

import processing
from qgis.core import QgsApplication, QgsGeometry, QgsLayerTreeGroup, QgsProject, QgsTask
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QPoint, QPointF, Qt, QThreadPool
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

import dock_copies
import dock_proposals
from in_desktop import (
    FOLDER,
    REPORT,
    SAMPLE,
    click,
    controller,
    dock_plugin,
    grab,
    move,
    move_a_vertex,
    moves_of,
    on_map,
    pixel,
    point_at,
    press,
    run,
    said,
    show_the_dock,
    shown,
    wait,
)
from person import choose, click_at, hold_key, press_tool

INVENTORY = FOLDER / "tibet.gpkg"
PROJECT = FOLDER / "day.qgz"
BUSY: list[QgsTask] = []


def tree(group: QgsLayerTreeGroup | None = None) -> list[Any]:
    """Names in the layer tree from top to bottom; a group is a list that begins with its name."""
    found: list[Any] = []
    for node in (group or QgsProject.instance().layerTreeRoot()).children():
        found.append([node.name(), *tree(node)] if isinstance(node, QgsLayerTreeGroup) else node.name())
    return found


def drawn() -> list[str]:
    """Names of the layers that the map shows, the uppermost first."""
    return [layer.name() for layer in iface.mapCanvas().layers()]


def names() -> list[str]:
    return sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())


def outline() -> QgsGeometry:
    """What the dock shows, in the map's coordinates."""
    return on_map(controller().session.ground.geometry(shown().row["geom"]))


def view() -> dict[str, Any]:
    """Where the map is, against what the dock shows."""
    canvas, there = iface.mapCanvas(), outline().boundingBox()
    return {
        "scale": canvas.scale(),
        "crs": QgsProject.instance().crs().authid(),
        "whole": canvas.extent().contains(there),
        "share": max(there.width() / canvas.extent().width(), there.height() / canvas.extent().height()),
    }


def hide_the_dock() -> None:
    press_tool(iface.mainWindow(), dock_plugin().action)
    wait(300)
    assert not dock_plugin().dock.isVisible()


def open_in_an_empty_project() -> None:
    """The list of the recent inventories has the file."""
    show_the_dock()
    choose(dock_plugin().dock.header.inventory, str(INVENTORY))
    assert controller().session is not None
    REPORT["at once"] = view()
    wait(3000)
    REPORT["later"] = view()
    REPORT["tree at first"] = tree()
    grab(iface.mainWindow(), "layers-opened")


def _choose_row(name: str) -> None:
    """Click on a layer or group in the panel of layers; below the last of them for an empty name."""
    view, root = iface.layerTreeView(), QgsProject.instance().layerTreeRoot()
    place = QPoint(view.viewport().width() // 2, view.viewport().height() - 3)
    if name:
        found = [node for node in [*root.findGroups(), *root.findLayers()] if node.name() == name]
        index = view.layerTreeModel().node2index(found[0])
        if hasattr(view.model(), "mapFromSource"):  # not in QGIS 3.22
            index = view.model().mapFromSource(index)
        view.scrollTo(index)
        wait(50)
        place = view.visualRect(index).center()
    click_at(view.viewport(), place)
    wait(200)


def _add_image(name: str, chosen: str) -> None:
    _choose_row(chosen)
    assert iface.addRasterLayer(str(SAMPLE / "scene.tif"), name) is not None
    wait(600)


def add_images_afterwards() -> None:
    """With nothing chosen, with the group and with one of its layers chosen, as a person would find it."""
    before = view()
    _add_image("Image one", "")
    _add_image("Image two", "tibet")
    _add_image("Image three", "Candidates")
    _choose_row("Rock glaciers")
    tiles = "type=xyz&zmin=0&zmax=4&url=http://127.0.0.1:9/%7Bz%7D/%7Bx%7D/%7By%7D.png"
    assert iface.addRasterLayer(tiles, "Tiles", "wms") is not None
    wait(600)
    REPORT["tree with images"] = tree()
    REPORT["drawn with images"] = drawn()
    REPORT["view with images"] = before, view()
    for layer in QgsProject.instance().mapLayersByName("Tiles"):
        QgsProject.instance().removeMapLayer(layer.id())
    wait(500)
    grab(iface.mainWindow(), "layers-images")


def moved_by_hand() -> None:
    """What the person drags above the outlines stays there when the next image comes."""
    root = QgsProject.instance().layerTreeRoot()
    node = root.findLayer(QgsProject.instance().mapLayersByName("Image two")[0].id())
    root.insertChildNode(0, node.clone())
    node.parent().removeChildNode(node)
    wait(300)
    _add_image("Image four", "Image two")
    REPORT["tree after dragging"] = tree()
    for layer in QgsProject.instance().mapLayersByName("Image two"):
        QgsProject.instance().removeMapLayer(layer.id())


def scroll(steps: int) -> None:
    """The wheel over the middle of the map; one step to the person is one notch."""
    target = iface.mapCanvas().viewport()
    middle = target.rect().center()
    wheel = QWheelEvent(
        QPointF(middle),
        QPointF(target.mapToGlobal(middle)),
        QPoint(0, 0),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, wheel)
    wait(300)


def the_mapper_zooms() -> None:
    """The wheel's zoom is kept for the next candidate."""
    click(QPoint(15, 15))  # beside all outlines: the keys are the map's again, and not the layer panel's
    first = view()
    scroll(-1)
    zoomed = view()
    number = shown().fid
    press(Qt.Key.Key_Period)
    wait(500)
    assert shown().fid != number
    REPORT["zoomed"] = first, zoomed, view()


def _tint() -> tuple[int, ...]:
    """The colour on the map in the middle of what is shown."""
    wait(800)
    place = pixel(outline().pointOnSurface().asPoint())
    return iface.mapCanvas().grab().toImage().pixelColor(place).getRgb()


def keep_tasks_waiting() -> Callable[[], object]:
    """All of QGIS's threads for tasks are taken; returns what lets them go."""
    gate = threading.Event()
    for number in range(QThreadPool.globalInstance().maxThreadCount()):
        BUSY.append(QgsTask.fromFunction(f"busy {number}", lambda _task: gate.wait(30)))
        QgsApplication.taskManager().addTask(BUSY[-1])
    return gate.set


def draw() -> None:
    """Refine, given up, and a new outline, given up: what the map looks like meanwhile."""
    scroll(2)
    tint = REPORT["tint"] = {"before": _tint()}
    let_go = hold_key(Qt.Key.Key_H)
    wait(600)  # whoever lets go sooner has pressed it, and they stay hidden
    tint["without outlines"] = _tint()
    let_go()
    press(Qt.Key.Key_3)
    assert controller().session.drawing.is_active
    tint["while drawing"] = _tint()
    drawing = controller().session.drawing
    old = on_map(drawing.current()[0])
    let_them_go = keep_tasks_waiting()
    press(Qt.Key.Key_V)
    REPORT["marked before it is indexed"] = point_at(pixel(next(moves_of(old))[0]), limit_s=1)
    let_them_go()
    move_a_vertex(old, drawing)
    grab(iface.mainWindow(), "layers-refine", 800)
    press(Qt.Key.Key_Escape)
    tint["afterwards"] = _tint()
    press(Qt.Key.Key_4)
    wait(500)
    middle = iface.mapCanvas().rect().center()
    for east, north in ((-150, -100), (120, -120), (140, 90)):
        click(middle + QPoint(east, north))
    move(middle + QPoint(-60, 120))
    bands = [item for item in iface.mapCanvas().scene().items() if isinstance(item, QgsRubberBand)]
    REPORT["fills"] = [band.fillColor().alpha() for band in bands if band.isVisible()]
    grab(iface.mainWindow(), "layers-retrieve")
    press(Qt.Key.Key_Escape)
    wait(300)


def open_it_again() -> None:
    """Three times with the dock open, twice with the dock opened afterwards."""
    project = QgsProject.instance()
    REPORT["before saving"] = names()
    assert project.write(str(PROJECT))
    REPORT["reopened"], REPORT["reopened trees"] = [], []
    for _ in range(3):
        iface.addProject(str(PROJECT))
        wait(1500)
        assert controller().session is not None
        _note_reopened()
    for _ in range(2):
        hide_the_dock()
        iface.addProject(str(PROJECT))
        wait(1000)
        show_the_dock()
        wait(1000)
        assert controller().session is not None
        _note_reopened()


def _note_reopened() -> None:
    REPORT["reopened"].append(names())
    REPORT["reopened trees"].append(tree())
    assert QgsProject.instance().write(str(PROJECT))


def made_in_the_toolbox() -> None:
    """The toolbox opens layers one after the other; the dock opens the inventory when all are there."""
    iface.newProject()
    wait(300)
    REPORT["said of a closed project"] = said()
    path = str(FOLDER / "new.gpkg")
    processing.runAndLoadResults("rockglacier:createinventory", {"OUTPUT": path, "TITLE": "New"})
    wait(1500)
    assert controller().session is not None
    REPORT["made in the toolbox"] = {"names": names(), "crs": QgsProject.instance().crs().authid()}
    _add_image("Image", "")
    REPORT["made in the toolbox"]["tree"] = tree()


run(
    (
        open_in_an_empty_project,
        add_images_afterwards,
        moved_by_hand,
        the_mapper_zooms,
        draw,
        open_it_again,
        made_in_the_toolbox,
        dock_proposals.dialogs_follow_the_open_inventory,
        *dock_copies.STEPS,
    )
)

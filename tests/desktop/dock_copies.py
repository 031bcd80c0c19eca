"""Steps of `dock_layers.py`, in its session, after its own: the dock on files that other programs have been at."""

from __future__ import annotations

import subprocess

from in_desktop import (
    FOLDER,
    REPORT,
    click,
    controller,
    dock_plugin,
    grab,
    on_map,
    pixel,
    press,
    rows,
    said,
    shown,
    wait,
    wait_for,
)
from person import press_button
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.utils import iface

COPY = FOLDER / "copy.gpkg"
TRIGGERS = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'watch_%'"
TWINS = "SELECT fid FROM rock_glaciers WHERE \"ID\" = 'RGU299025N0800125E' ORDER BY fid"


def a_copy_is_added_to_the_project() -> None:
    """As from the browser, to a new project; the dock opens the inventory whose layers are there."""
    iface.newProject()
    wait_for(lambda: controller().session is None)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    for name in ("candidates", "rock_glaciers"):
        assert iface.addVectorLayer(f"{COPY}|layername={name}", name, "ogr").isValid()
    wait_for(lambda: controller().session is not None)
    wait(500)
    REPORT["opened"] = {
        "said": said(),
        "triggers": rows(TRIGGERS)[0][0],
        "stale": rows('SELECT count(*) FROM rock_glaciers WHERE "STALE" = 1')[0][0],
    }
    grab(iface.mainWindow(), "dock-copy-opened")


def fids(sql: str) -> list[int]:
    return [row[0] for row in rows(sql)]


def press_in_the_warning(label: str) -> None:
    (button,) = [one for one in dock_plugin().dock.map_panel.warnings.buttons if one.text() == label]
    press_button(button)
    wait(500)


def a_twin_is_settled() -> None:
    around = QgsGeometry.fromRect(QgsRectangle(80.005, 29.895, 80.02, 29.91))
    iface.mapCanvas().setExtent(on_map(around).boundingBox())
    iface.mapCanvas().refresh()
    wait(1500)
    click(pixel(on_map(QgsGeometry.fromPointXY(QgsPointXY(80.0125, 29.9025))).asPoint()))
    panel = dock_plugin().dock.map_panel
    twin = {"before": fids(TWINS), "shown": shown().fid}
    doubts = controller().mode._screen.doubts
    geometry = controller().session.ground.geometry(shown().row["geom"])
    warnings = doubts.of(shown(), geometry, None)
    twin |= {"warning": warnings[0].text, "label": warnings[0].label}
    grab(iface.mainWindow(), "dock-twin")
    press_in_the_warning("Show it")
    twin["other"] = shown().fid
    press_in_the_warning("Show it")
    twin["back"] = shown().fid
    press_in_the_warning("Keep this one")
    twin |= {"kept": fids(TWINS)}
    twin["warnings afterwards"] = [one.text() for one in panel.warnings.buttons]
    grab(iface.mainWindow(), "dock-twin-settled")
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(300)
    twin["undone"] = fids(TWINS)
    click(pixel(on_map(QgsGeometry.fromPointXY(QgsPointXY(80.0125, 29.9025))).asPoint()))
    if shown().fid != twin["shown"]:
        raise AssertionError(f"another twin is shown: {shown().fid}")
    press_in_the_warning("Keep this one")
    twin["kept in the end"] = fids(TWINS)
    REPORT["twin"] = twin


def a_layer_is_overwritten() -> None:
    """By another program, while the dock has the file open."""
    source = FOLDER / "original.gpkg"
    before = rows("SELECT max(fid) FROM journal")[0][0]
    command = ["ogr2ogr", "-f", "GPKG", "-update", "-overwrite", str(COPY), str(source), "rock_glaciers"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = {"triggers before": rows(TRIGGERS)[0][0]}
    wait_for(lambda: rows(TRIGGERS)[0][0] > told["triggers before"], milliseconds=200)
    wait(300)
    told |= {"said": said(), "triggers": rows(TRIGGERS)[0][0]}
    noted = rows(f"SELECT count(*) FROM journal WHERE fid > {before} AND OPERATION = 'external'")[0][0]
    REPORT["overwritten"] = {**told, "noted": noted}
    grab(iface.mainWindow(), "dock-overwritten")


STEPS = (a_copy_is_added_to_the_project, a_twin_is_settled, a_layer_is_overwritten)

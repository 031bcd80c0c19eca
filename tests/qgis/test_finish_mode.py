"""Finish mode on real files, as QGIS reads them: what is counted, in steps; nothing there, nobody, stopped, damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from person import pause, press_button
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject
from rock_glacier_inventory.gestures import reviews
from rock_glacier_inventory.gestures.finishing.open_points import KINDS
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.inventory.schema import (
    GEOMETRY,
    INFO_VERSION,
    INVENTORY_INFO,
    PRIMARY_MARKERS,
    ROCK_GLACIERS,
    SCHEMA_VERSION,
)
from rock_glacier_inventory.plugin.dock.panels.finish_panel import FinishPanel
from rock_glacier_inventory.plugin.geometry.ground import Ground
from rock_glacier_inventory.plugin.modes.finish.finish_mode import FinishMode
from rock_glacier_inventory.plugin.session.outline_checks import overlapping, without_marker_inside
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore
from rock_glacier_inventory.store.records import Wanted
from rock_glacier_inventory.store.sources import Sources

from ..unit import plain_geopackage as geopackage
from .inventories import make_inventory, point_wkb, square_wkb

Open = Callable[..., "Finishing"]


class Finishing:
    """A file, what stands for a session of it, and the mode with its panel."""

    def __init__(self, path: Path) -> None:
        self.store = GeoPackageStore(GdalConnection(path))
        self.told: list[tuple[str, str]] = []
        ground = Ground(QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject())
        self.session = SimpleNamespace(
            inventory=self.store,
            ground=ground,
            person="Ann",
            walk=None,
            read_only=False,
            view=SimpleNamespace(clear=lambda: None),
            sources=Sources,
        )
        self.panel = FinishPanel()
        self.panel.resize(400, 800)
        self.panel.show()
        self.mode = FinishMode(self.session, self.panel, lambda text, level: self.told.append((text, level)))

    def counts(self) -> dict[str, str]:
        return {kind: button.text().partition(": ")[2] for kind, button in self.panel.kinds.items()}

    def wait(self) -> dict[str, str]:
        for _ in range(400):
            if "…" not in self.counts().values():
                break
            pause(10)
        return self.counts()

    def count_again(self) -> str:
        """Press the button, and wait until it can be pressed again; what goes out."""
        press_button(self.panel.look)
        for _ in range(400):
            pause(10)
            if self.panel.look.text() == "Look again":
                break
        return self.panel.going_out.text()


@pytest.fixture
def opened(qgis_app: QgsApplication, tmp_path: Path) -> Iterator[Open]:
    made: list[Finishing] = []

    def open_one(**numbers: int) -> Finishing:
        path = make_inventory(tmp_path / f"{len(made)} é.gpkg", **numbers)
        with geopackage.connect(path, write=True) as file, geopackage.transaction(file):
            geopackage.insert_rows(file, INVENTORY_INFO, [(INFO_VERSION, str(SCHEMA_VERSION))])
        made.append(Finishing(path))
        return made[-1]

    yield open_one
    for one in made:
        one.mode.stop()
        one.panel.deleteLater()
        one.store.close()


def set_outline(one: Finishing, fid: int, outline: bytes) -> None:
    with one.store.change() as tables:
        tables.update(ROCK_GLACIERS, {"geom": outline}, Wanted(fids=(fid,)))


def test_an_empty_inventory_has_nothing_open(opened: Open) -> None:
    one = opened(candidates=0, rock_glaciers=0)
    one.mode.begin()
    assert set(one.wait().values()) == {"0"} and one.panel.title.text() == "Nothing is open."
    assert one.panel.progress.text.text() == "nothing to do"
    assert not one.told


def test_what_is_open_is_counted_and_led_to(opened: Open) -> None:
    one = opened(candidates=5, rock_glaciers=3)  # which have no marker, no attributes and no date
    set_outline(one, 3, square_wkb(80.012, 29.902))
    wanted: list[Any] = []
    for signal in (one.mode.candidates_wanted, one.mode.walk_wanted):
        signal.connect(lambda *values: wanted.append(values))
    one.mode.begin()
    counts = one.wait()
    assert counts == dict.fromkeys(KINDS, "0") | {
        "undecided": "5",
        "overlaps": "1",
        "markers": "3",
        "missing": "3",
        "dates": "3",
    }
    for kind in ("undecided", "overlaps"):
        press_button(one.panel.kinds[kind])
    candidates, [walk] = wanted
    assert candidates == ()
    assert (walk.kind, len(walk), walk.current()) == ("overlaps", 1, (ROCK_GLACIERS, 2))


def test_what_is_open_for_others_is_told_and_gone_through_with_its_reason(opened: Open) -> None:
    one = opened(candidates=2, rock_glaciers=3)
    names = [name for _, name in one.store.rows(ROCK_GLACIERS, ("ID",))]
    with one.store.change() as tables:
        tables.update(ROCK_GLACIERS, {"STALE": 0}, Wanted(fids=(1, 2, 3)))
        for place, name in enumerate(names):
            tables.insert(PRIMARY_MARKERS, {GEOMETRY: point_wkb(80.002 + 0.01 * place, 29.902), "ID": name})
    one.mode.begin()
    one.wait()
    told = "All 3 rock glaciers are decided. Undecided candidates, which never go out: 2."
    assert one.panel.going_out.text() == told and not one.panel.open_ones.isVisibleTo(one.panel)
    sample = draw_sample(one.store, Draw(share=1.0, reviewers=1))
    reviews.decide(one.store, sample, names[0], "Rosa", "no")
    with one.store.change() as tables:
        tables.update(ROCK_GLACIERS, {"STALE": 1}, Wanted(fids=(1, 3)))
    blind = one.count_again()
    assert "judged no" not in blind, "the others of the sample are not judged yet"
    assert "3 in samples that are not judged by all, 2 with stale attributes" in blind
    for name in names[1:]:
        reviews.decide(one.store, sample, name, "Rosa", "yes")
    wanted: list[Any] = []
    one.mode.walk_wanted.connect(wanted.append)
    told = "Asked about before they go out: 1 judged no, 2 with stale attributes."
    assert one.count_again() == f"{told} Undecided candidates, which never go out: 2."
    one.panel.ensureWidgetVisible(one.panel.open_ones)
    press_button(one.panel.open_ones)
    [walk] = wanted
    stale = "Its attributes are older than its outline, or were never computed."
    assert (len(walk), walk.current()) == (2, (ROCK_GLACIERS, 1)), "each once"
    assert walk.told(ROCK_GLACIERS, 1) == f"Reviewers judge that it is none. {stale}"
    assert walk.told(ROCK_GLACIERS, 3) == stale


def test_markers_alone_go_out_and_are_counted(opened: Open) -> None:
    one = opened(candidates=0, rock_glaciers=0)
    one.mode.begin()
    one.wait()
    assert one.panel.going_out.text() == "There is no rock glacier yet."
    with one.store.change() as tables:
        tables.insert(PRIMARY_MARKERS, {GEOMETRY: point_wkb(80.002, 29.902), "ID": "RGU299020N0800020E"})
    assert one.count_again() == "1 markers without an outline go out."


def test_a_shared_border_is_no_overlap_and_an_invalid_outline_hides_none(opened: Open) -> None:
    one = opened(candidates=0, rock_glaciers=3)
    ground, fids = one.session.ground, (1, 2, 3)
    set_outline(one, 2, square_wkb(80.005, 29.9))  # beside the first one
    assert overlapping(one.store, ground, fids) == []
    bow = square_wkb(80.0, 29.9)
    corners = list(range(len(bow) - 80, len(bow), 16))
    crossed = bytearray(bow)
    crossed[corners[1] : corners[1] + 16], crossed[corners[2] : corners[2] + 16] = (
        bow[corners[2] : corners[2] + 16],
        bow[corners[1] : corners[1] + 16],
    )
    set_outline(one, 1, bytes(crossed))
    set_outline(one, 2, square_wkb(80.0, 29.9))
    assert ground.problem(ground.geometry(bytes(crossed))), "an outline that crosses itself"
    assert overlapping(one.store, ground, fids) == [1]
    assert without_marker_inside(one.store, ground, fids) == [1, 2, 3]


def test_looking_is_stopped_and_begun_again(opened: Open) -> None:
    one = opened(candidates=0, rock_glaciers=4_000)
    one.mode.begin()
    for _ in range(400):
        if one.panel.status.text():
            break
        pause(1)
    press_button(one.panel.look)
    assert one.panel.status.text().startswith("Stopped")
    pause(200)
    assert one.counts()["overlaps"] == "…", "what was not counted is not said to be none"
    press_button(one.panel.look)
    assert one.wait()["markers"] == "4\u202f000" and one.panel.status.text() == ""


def test_a_file_that_fails_is_told_in_a_sentence(opened: Open) -> None:
    one = opened(candidates=1, rock_glaciers=1)
    one.mode.begin()
    one.store.connection.execute("DROP TABLE reviews")
    for _ in range(200):
        if one.told:
            break
        pause(10)
    [(text, level)] = one.told
    assert level == "error" and "Traceback" not in text
    assert one.panel.status.text().startswith("Stopped")


def test_a_file_that_cannot_be_written_is_looked_through(opened: Open) -> None:
    one = opened(candidates=0, rock_glaciers=2)
    one.session.read_only = True
    one.mode.begin()
    assert one.wait()["missing"] == "2"
    assert not one.panel.fill_button.isVisibleTo(one.panel), "it would only be refused"
    one.session.read_only = False
    one.mode.begin()
    assert one.wait()["missing"] == "2" and one.panel.fill_button.isVisibleTo(one.panel)

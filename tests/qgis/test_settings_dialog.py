"""The dock's settings dialog: what it shows, and what is kept when it is accepted or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dialogs import choose_file, press_in
from osgeo import gdal
from person import check, choose, choose_in_menu_of, open_tab, pause, press_button, set_spin, type_into
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox
from rock_glacier_inventory.inventory.naming.source_names import names_in
from rock_glacier_inventory.plugin.common.settings import Settings
from rock_glacier_inventory.plugin.dock.dialogs.settings_dialog import SettingsDialog
from rock_glacier_inventory.plugin.dock.keys.keys import Keys
from rock_glacier_inventory.plugin.session.inventory_settings import variables_of
from rock_glacier_inventory.store.sources import Sources

OK, CANCEL = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
TAB = Qt.Key.Key_Tab


@pytest.fixture
def layer(qgis_app) -> Iterator[QgsVectorLayer]:
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Glaciers", "memory")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer)


@pytest.fixture(autouse=True)
def _closed(qgis_app) -> Iterator[None]:
    """No dialog stays open behind the next one."""
    yield
    for window in QApplication.topLevelWidgets():
        if isinstance(window, SettingsDialog):
            window.close()
            window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def dialog(settings: Settings, **facts: Any) -> SettingsDialog:
    """The dialog on the screen, as large as a person would have it who looks at all of it."""
    known = {
        "source": "PlanetScope",
        "date": "Q3/Q4 2021",
        "glaciers": None,
        "open": True,
        "sources": Sources(),
        "variables": variables_of,
        "ask": None,
        **facts,
    }
    shown = SettingsDialog(settings, Keys(), known, None)
    shown.resize(700, 900)
    shown.show()
    pause()
    return shown


def test_it_shows_what_is_set(layer: QgsVectorLayer) -> None:
    settings = Settings()
    settings.context_metres, settings.fixed_scale = 450.0, 20_000.0
    shown = dialog(settings, glaciers=layer)
    assert shown.source() == ("PlanetScope", "Q3/Q4 2021")
    assert shown.glacier_layer() is layer
    assert shown.glacier_file() == ""
    assert (shown.context.value(), shown.scale.value(), shown.fixed.isChecked()) == (450.0, 20_000, True)


def test_only_accepting_changes_the_settings(qgis_app) -> None:
    settings = Settings()
    shown = dialog(settings)
    set_spin(shown.context, 600)
    check(shown.fixed)
    set_spin(shown.scale, 12_000)
    press_in(shown, CANCEL)
    assert (settings.context_metres, settings.fixed_scale) == (750.0, 0.0)
    shown = dialog(settings)
    set_spin(shown.context, 600)
    check(shown.fixed)
    set_spin(shown.scale, 12_000)
    press_in(shown, OK)
    assert not shown.isVisible()
    assert (settings.context_metres, settings.fixed_scale) == (600.0, 12_000.0)
    shown = dialog(settings)
    check(shown.fixed, False)
    assert not shown.scale.isEnabled()
    press_in(shown, OK)
    assert settings.fixed_scale == 0.0


def test_a_file_of_glaciers_can_be_chosen(layer: QgsVectorLayer, tmp_path: Path) -> None:
    file = tmp_path / "outlines é.gpkg"
    file.touch()
    shown = dialog(Settings(), glaciers=layer)
    choose_file(lambda: press_button(shown.open_glaciers), file)
    assert shown.glacier_file() == str(file)
    assert shown.glacier_layer() is None
    choose(shown.glaciers, layer.name())
    assert shown.glacier_file() == ""
    assert shown.glacier_layer() is layer


def test_files_of_glaciers_are_chosen_at_once(layer: QgsVectorLayer, tmp_path: Path) -> None:
    files = [tmp_path / "13; 冰.shp", tmp_path / "14.zip"]
    for file in files:
        file.touch()
    shown = dialog(Settings(), glaciers=layer)
    choose_file(lambda: press_button(shown.open_glaciers), " ".join(f'"{file}"' for file in files))
    assert names_in(shown.glacier_file()) == [str(file) for file in files]
    assert shown.glacier_layer() is None
    choose_file(lambda: choose_in_menu_of(shown.open_glaciers, "Folder…"), tmp_path)
    assert shown.glacier_file() == str(tmp_path)


def test_without_an_inventory_only_the_rest_can_be_set(qgis_app) -> None:
    shown = dialog(Settings(), open=False)
    assert not shown.source_field.isEnabled()
    assert shown.context.isEnabled()


def test_texts_fit_their_fields(qgis_app) -> None:
    shown = dialog(Settings(), source="x" * 300, date="y" * 100)
    source, date = shown.source()
    assert (len(source), len(date)) == (254, 80)


def test_every_control_has_a_tooltip(qgis_app) -> None:
    shown = dialog(Settings())
    own = (
        shown.source_field,
        shown.date_field,
        shown.glaciers,
        shown.open_glaciers,
        shown.context,
        shown.fixed,
        shown.scale,
    )
    assert [control.toolTip() for control in own if not control.toolTip()] == []


SOURCES = Sources(
    dem="/data/dem é.tif",
    maat="/data/air.nc",
    maat_variable="t2m",
    maat_years="1981-2010",
    magt="/data/magt.tif",
    magt_unit="0.1 K",
    glaciers="/data/rgi.gpkg",
    permafrost="/data/zones é.tif",
    permafrost_classes="1=continuous,0=none",
    permafrost_variable="2",
    pzi="/data/PZI.tif",
    pzi_variable="1",
    lapse_rate="6.5",
    maat_elevation="/data/geo.nc",
    maat_elevation_variable="z",
    glaciers_layer="rgi70",
    radiation='{"albedo": 0.3}',
)


def test_sources_come_back_as_they_were_also_what_is_not_shown(qgis_app) -> None:
    assert dialog(Settings(), sources=SOURCES).sources() == SOURCES
    assert dialog(Settings()).sources() == Sources()
    assert not dialog(Settings(), open=False).sources_form.dem.isEnabled()


@pytest.mark.parametrize("many", ["{folder}", "/data/*.tif", "/data/a.tif;/data/b 冰.tif", "/data/era5.zip"])
def test_a_source_of_many_files_keeps_its_variable_and_its_years(qgis_app, tmp_path: Path, many: str) -> None:
    kept = replace(SOURCES, maat=many.format(folder=tmp_path))
    assert (kept.maat_variable, kept.maat_years) != (None, None)
    assert dialog(Settings(), sources=kept).sources() == kept


def test_several_files_at_once_or_a_folder_are_chosen(qgis_app, tmp_path: Path) -> None:
    folder = tmp_path / "Kacheln; 冰 1"
    folder.mkdir()
    names = [folder / name for name in ("a.nc", "b;2.nc", "c 冰.nc")]
    for name in names:
        name.touch()
    shown = dialog(Settings())
    open_tab(shown.tabs, "Attributes")
    form = shown.sources_form
    air = form.climate["maat"].file
    choose_file(lambda: press_button(air.button), " ".join(f'"{name}"' for name in names))
    written = air.lineEdit().text()
    assert names_in(written) == [str(name) for name in names]
    assert shown.sources().maat == written
    assert form.climate["maat"].years.isVisibleTo(form), "many files may be a series"
    choose_file(lambda: choose_in_menu_of(form.dem.button, "Folder…"), folder)
    assert (form.dem.lineEdit().text(), shown.sources().dem) == (str(folder), str(folder))
    choose_file(lambda: choose_in_menu_of(form.dem.button, "Files…"), names[1])
    assert shown.sources().dem == str(names[1])


def test_files_that_are_dropped_are_a_list(qgis_app, tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("a 1.tif", "b.tif")]
    for name in names:
        Path(name).touch()
    shown = dialog(Settings())
    open_tab(shown.tabs, "Attributes")
    line = shown.sources_form.dem.lineEdit()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name) for name in names])
    at, copy = QPointF(line.rect().center()), Qt.DropAction.CopyAction
    how = (copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(line, QDragEnterEvent(at.toPoint(), *how))
    QApplication.sendEvent(line, QDropEvent(at, *how))
    assert names_in(shown.sources().dem) == names


def test_another_file_takes_nothing_from_the_one_before(qgis_app) -> None:
    shown = dialog(Settings(), sources=SOURCES)
    open_tab(shown.tabs, "Attributes")
    air = shown.sources_form.climate["maat"]
    type_into(air.file.lineEdit(), " /data/air.tif ", TAB)
    assert (shown.sources().maat, shown.sources().maat_variable, shown.sources().maat_years) == (
        "/data/air.tif",
        None,
        None,
    )
    type_into(air.file.lineEdit(), "", TAB)
    assert shown.sources().maat is None
    type_into(air.file.lineEdit(), "/data/other.nc", TAB)
    type_into(air.variable, "tas", TAB)
    type_into(air.years, "1991 - 2020", TAB)
    type_into(air.unit, "K", TAB)
    now = shown.sources()
    assert (now.maat_variable, now.maat_years, now.maat_unit) == ("tas", "1991-2020", "K")
    type_into(air.years, "199", TAB)  # not finished: no range of years
    assert shown.sources().maat_years is None


def test_what_must_be_known_of_a_file_is_asked_where_it_matters(qgis_app) -> None:
    shown = dialog(Settings())
    open_tab(shown.tabs, "Attributes")
    water = shown.sources_form.climate["precipitation"]
    fields = (water.variable, water.years, water.unit)

    def asked() -> list[bool]:
        return [field.isVisibleTo(shown.sources_form) for field in fields]

    assert asked() == [False, False, False]
    type_into(water.file.lineEdit(), "/data/rain.tif", TAB)
    assert asked() == [False, False, True]
    type_into(water.file.lineEdit(), "/data/rain.nc", TAB)
    assert asked() == [True, True, True]


def test_zones_and_what_their_codes_mean_are_written(qgis_app, tmp_path: Path) -> None:
    shown = dialog(Settings())
    open_tab(shown.tabs, "Attributes")
    form = shown.sources_form
    classes = form.zones.lines["permafrost_classes"]
    assert not classes.isVisibleTo(form), "nothing is asked of a file that is not there"
    names = [tmp_path / name for name in ("north é.shp", "south 冰.shp")]
    for name in names:
        name.touch()
    choose_file(lambda: press_button(form.zones.file.button), " ".join(f'"{name}"' for name in names))
    assert names_in(shown.sources().permafrost) == [str(name) for name in names]
    type_into(classes, " Cont=continuous,outside=none ", TAB)
    type_into(form.index.file.lineEdit(), "/data/PZI.tif", TAB)
    type_into(form.index.lines["pzi_variable"], "1", TAB)
    now = shown.sources()
    assert now.permafrost_classes == "Cont=continuous,outside=none"
    assert (now.pzi, now.pzi_variable) == ("/data/PZI.tif", "1")
    type_into(form.zones.file.lineEdit(), "", TAB)
    assert (shown.sources().permafrost, shown.sources().permafrost_classes) == (None, None)


def test_a_lapse_rate_asks_for_the_elevation_that_it_starts_from(qgis_app) -> None:
    shown = dialog(Settings())
    open_tab(shown.tabs, "Attributes")
    form = shown.sources_form
    lapse, model = form.lapse_rate.rate, form.lapse_rate.model
    assert not model.isVisibleTo(form)
    type_into(lapse, "6,5", TAB)
    assert shown.sources().lapse_rate == "6.5"
    type_into(model.file.lineEdit(), "/data/geo.nc", TAB)
    type_into(model.lines["maat_elevation_variable"], "z", TAB)
    now = shown.sources()
    assert (now.maat_elevation, now.maat_elevation_variable) == ("/data/geo.nc", "z")
    type_into(lapse, "", TAB)
    now = shown.sources()
    assert (now.lapse_rate, now.maat_elevation, now.maat_elevation_variable) == (None, None, None)


def test_variables_of_a_netcdf_file_can_be_chosen(qgis_app, tmp_path: Path) -> None:
    path = tmp_path / "série 冰.nc"
    driver = gdal.GetDriverByName("netCDF")
    if driver is None:
        pytest.skip("this GDAL has no NetCDF driver")
    file = driver.CreateMultiDimensional(str(path))
    root = file.GetRootGroup()
    sides = [root.CreateDimension(name, None, None, 3) for name in ("time", "lat", "lon")]
    number = gdal.ExtendedDataType.Create(gdal.GDT_Float32)
    for name in ("t2m", "tp"):
        root.CreateMDArray(name, sides, number)
    root.CreateMDArray("time", sides[:1], number)
    del sides, root, file  # written when the last of them is gone
    assert sorted(variables_of(str(path))) == ["t2m", "tp"]
    assert variables_of(str(tmp_path / "none.nc")) == []
    shown = dialog(Settings())
    air = shown.sources_form.climate["maat"]
    open_tab(shown.tabs, "Attributes")
    type_into(air.file.lineEdit(), str(path), TAB)
    assert [air.variable.itemText(index) for index in range(air.variable.count())][1:] == ["t2m", "tp"]
    assert shown.sources().maat_variable is None, "nothing is chosen for anybody"


def test_sources_too_have_tooltips_and_names(qgis_app) -> None:
    shown = dialog(Settings())
    form = shown.sources_form
    fields = [form.dem.lineEdit()]
    for row in form.climate.values():
        fields += [row.file.lineEdit(), row.variable, row.years, row.unit]
    for row in (form.zones, form.index, form.lapse_rate.model):
        fields += [row.file.lineEdit(), *row.lines.values()]
    fields.append(form.lapse_rate.rate)
    assert all(field.toolTip() and field.accessibleName() for field in fields)
    assert len({field.accessibleName() for field in fields}) == len(fields)


def test_the_dialog_fits_a_small_window(qgis_app) -> None:
    shown = dialog(Settings(), sources=SOURCES)
    font = shown.fontMetrics()
    assert shown.minimumSizeHint().width() <= 45 * font.averageCharWidth(), "300 pixels at 9 points"
    assert shown.minimumSizeHint().height() <= 16 * font.height()

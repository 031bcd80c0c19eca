"""The dock's settings dialog: what it shows, and what is kept when it is accepted or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from rock_glacier_inventory.plugin.dock.keys import Keys
from rock_glacier_inventory.plugin.dock.settings_dialog import SettingsDialog
from rock_glacier_inventory.plugin.settings import Settings


@pytest.fixture
def layer(qgis_app) -> Iterator[QgsVectorLayer]:
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Glaciers", "memory")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer)


def dialog(settings: Settings, **facts: Any) -> SettingsDialog:
    known = {"source": "PlanetScope", "date": "Q3/Q4 2021", "glaciers": None, "open": True, **facts}
    return SettingsDialog(settings, Keys(), known, None)


def test_it_shows_what_is_set(layer: QgsVectorLayer) -> None:
    shown = dialog(Settings(context_factor=4.5, fixed_scale=20_000.0), glaciers=layer)
    assert shown.source() == ("PlanetScope", "Q3/Q4 2021")
    assert shown.glacier_layer() is layer
    assert shown.glacier_file() == ""
    assert (shown.factor.value(), shown.scale.value(), shown.fixed.isChecked()) == (4.5, 20_000, True)


def test_only_accepting_changes_the_settings(qgis_app) -> None:
    settings = Settings()
    shown = dialog(settings)
    shown.factor.setValue(6.0)
    shown.fixed.setChecked(True)
    shown.scale.setValue(12_000)
    shown.reject()
    assert (settings.context_factor, settings.fixed_scale) == (3.0, 0.0)
    shown.accept()
    assert (settings.context_factor, settings.fixed_scale) == (6.0, 12_000.0)
    shown.fixed.setChecked(False)
    shown.accept()
    assert settings.fixed_scale == 0.0


def test_a_file_of_glaciers_can_be_chosen(layer: QgsVectorLayer) -> None:
    shown = dialog(Settings(), glaciers=layer)
    shown.glaciers.setAdditionalItems(["outlines é.gpkg"])
    shown.glaciers.setCurrentIndex(shown.glaciers.count() - 1)
    assert shown.glacier_file() == "outlines é.gpkg"
    assert shown.glacier_layer() is None
    shown.glaciers.setLayer(layer)
    assert shown.glacier_file() == ""


def test_without_an_inventory_only_the_rest_can_be_set(qgis_app) -> None:
    shown = dialog(Settings(), open=False)
    assert not shown.source_field.isEnabled()
    assert shown.factor.isEnabled()


def test_texts_fit_their_fields(qgis_app) -> None:
    shown = dialog(Settings(), source="x" * 300, date="y" * 100)
    source, date = shown.source()
    assert (len(source), len(date)) == (254, 80)


def test_every_control_has_a_tooltip(qgis_app) -> None:
    shown = dialog(Settings())
    own = (
        shown.source_field, shown.date_field, shown.glaciers, shown.open_glaciers, shown.factor, shown.fixed,
        shown.scale,
    )  # fmt: skip
    assert [control.toolTip() for control in own if not control.toolTip()] == []

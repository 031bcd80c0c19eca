"""The dialog in which fields of an inventory are chosen from those of a layer."""

from __future__ import annotations

import pytest
from person import choose, press_button
from qgis.core import QgsApplication, QgsFeature, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox
from rock_glacier_inventory.inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, fields_to_fill, targets
from rock_glacier_inventory.processing_provider.adapters.parameters.fields_dialog import FieldsDialog, pairs_in


@pytest.fixture
def layer(qgis_app: QgsApplication) -> QgsVectorLayer:
    made = QgsVectorLayer("Polygon?crs=EPSG:4326&field=Nr:integer&field=Autor 冰:string(20)", "fremd é", "memory")
    feature = QgsFeature(made.fields())
    feature.setAttributes([None, "Ann"])
    made.dataProvider().addFeatures([feature])
    return made


def opened(layer: QgsVectorLayer, text: str) -> FieldsDialog:
    dialog = FieldsDialog(layer, fields_to_fill(ROCK_GLACIERS), text, None)
    dialog.show()
    return dialog


def test_nothing_is_told_where_nothing_is_chosen(layer: QgsVectorLayer) -> None:
    dialog = opened(layer, "")
    assert dialog.text() == "" and set(dialog.lists) == set(targets(ROCK_GLACIERS))
    assert "STALE" not in dialog.lists, "what no file can fill is not offered"
    texts = [dialog.lists["MAPPER"].itemText(row) for row in range(dialog.lists["MAPPER"].count())]
    assert texts == ["as it is found", "from no field", "Nr", "Autor 冰: Ann"], "with an example of each"
    dialog.close()


def test_what_is_chosen_is_a_mapping_as_one_writes_it(layer: QgsVectorLayer) -> None:
    dialog = opened(layer, "id=Nr; SUBREGION=; REVIEWER=gone;nonsense")
    assert dialog.text() == "ID=Nr;SUBREGION=;REVIEWER=gone", "what is written is not lost"
    choose(dialog.lists["ID"], "Autor 冰")
    press_button(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok))
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert pairs_in(dialog.text()) == {"ID": "Autor 冰", "SUBREGION": "", "REVIEWER": "gone"}


def test_markers_and_candidates_have_fields_of_their_own() -> None:
    assert targets(PRIMARY_MARKERS)[-2:] == ["RGS_ID", "COMMENT"] and targets(PRIMARY_MARKERS)[0] == "ID"
    assert targets(CANDIDATES)[0] == "ID" and "STATE" not in targets(CANDIDATES)

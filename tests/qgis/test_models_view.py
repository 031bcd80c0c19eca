"""The page of models by clicks: what a card says, import, export, delete, and where it was trained on the map."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from dialogs import choose_file, in_dialog, press_in
from person import choose_in_menu_of, click_at, make_active, pause, press_button, press_key
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtTest import QSignalSpy
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QWidget
from rock_glacier_inventory.inventory.model_cards.cards import SHIPPED_CARDS
from rock_glacier_inventory.inventory.model_cards.trust_facts import Trust, TrustedPlace, content_of, trust_file
from rock_glacier_inventory.plugin.common.settings import MODELS_VARIABLE, Settings, current_engine
from rock_glacier_inventory.plugin.dock.dialogs.models_view import ModelsDialog, ModelsView
from rock_glacier_inventory.plugin.help.desk import HelpDesk
from rock_glacier_inventory.plugin.help.window import HelpWindow
from rock_glacier_inventory.plugin.map.areas import show_areas
from rock_glacier_inventory.plugin.options_page import ModelsFactory
from rock_glacier_inventory.processing_provider.adapters import engine

BUTTON = QDialogButtonBox.StandardButton
YES, CANCEL = BUTTON.Yes, BUTTON.Cancel
NAMES = ["debris-cover-s2", "simulated-alpine"]


@pytest.fixture
def profile(qgis_app: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No models of one's own yet, and a profile where they would go."""
    monkeypatch.delenv(MODELS_VARIABLE, raising=False)
    before = Settings().models_folder
    Settings().models_folder = ""
    folder = tmp_path / "profile 冰"
    place = SimpleNamespace(qgisSettingsDirPath=lambda: str(folder))
    monkeypatch.setattr(engine, "QgsApplication", place)
    yield folder / "rock_glacier_inventory" / "models"
    Settings().models_folder = before


@pytest.fixture
def dialog(profile: Path) -> Iterator[ModelsDialog]:
    dialog = ModelsDialog()
    dialog.show()
    yield dialog
    dialog.close()
    dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def view(dialog: ModelsDialog) -> ModelsView:
    return dialog.view


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A model of somebody's own: a card beside its weights, with all that a card can say."""
    folder = tmp_path / "from a colleague"
    folder.mkdir()
    content = json.loads((SHIPPED_CARDS / "simulated-alpine.json").read_text("utf-8"))
    (folder / "mine.safetensors").write_bytes((SHIPPED_CARDS / content["weights"]).read_bytes())
    del content["openvino"]  # whose files lie elsewhere
    content |= {
        "name": "mine",
        "title": "Kunlun <2024> & more",
        "weights": "mine.safetensors",
        "bands": ["red", "green", "blue", "slope", "relative_elevation"],
        "training_areas": [[97.0, 28.0, 97.5, 28.4], [98.0, 28.0, 98.2, 28.1]],
        "metrics": {"iou_cross_validated": 0.512, "iou_cross_validated_interval": [0.44, 0.58]},
        "start_weights": "ImageNet (Apache-2.0)",
        "imagery_terms": "PlanetScope: not to be passed on",
    }
    path = folder / "mine.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def read_help_and_cancel(box: QMessageBox) -> None:
    """The page of help is read by the button and by F1, and the question is still there."""
    desk = HelpDesk(QWidget(), "rockglacier")
    try:
        for ask in (lambda: press_in(box, BUTTON.Help), lambda: press_key(Qt.Key.Key_F1)):
            make_active(box)
            ask()
            pause(100)
            [window] = [one for one in box.findChildren(HelpWindow) if one.isVisible()]
            assert window.windowTitle().startswith("Models - help")
            make_active(window)
            press_key(Qt.Key.Key_Escape)
            assert box.isVisible()
    finally:
        desk.close()
    make_active(box)
    press_in(box, CANCEL)


def names(view: ModelsView) -> list[str]:
    return [card.name for card in view._cards]


def choose(view: ModelsView, name: str) -> None:
    place = view.list.visualItemRect(view.list.item(names(view).index(name))).center()
    click_at(view.list.viewport(), place)
    assert view.card().name == name


def test_a_card_says_what_it_finds_how_well_and_under_which_terms(view: ModelsView) -> None:
    assert names(view) == NAMES
    choose(view, "debris-cover-s2")
    text = view.text.toPlainText()
    for told in ("debris-covered glacier, no rock glaciers", "10 m on the ground", "GPL-2.0-or-later", "IoU 0."):
        assert told in text
    assert "3 parts that were left out in turn, from 0." in text
    assert "; probabilities are off by 0.04; by 0.06 to 0.14 in one part alone; " in text
    assert "needs a DEM" not in text
    assert not view.delete_button.isEnabled() and "Only your own" in view.delete_button.toolTip()
    assert not view.areas_button.isEnabled()
    choose(view, "simulated-alpine")
    assert "rock glacier" in view.text.toPlainText()


def test_a_card_says_where_it_was_good_on_ground_of_one_s_own(view: ModelsView, profile: Path) -> None:
    choose(view, "simulated-alpine")
    assert "On your own ground" not in view.text.toPlainText()
    places = (TrustedPlace("West <冰>", 0.81, 0.1), TrustedPlace("Middle", 0.5, None), TrustedPlace("East", 0.21, 0.9))
    trust = Trust("expert.gpkg", "2026-11-30T06:00:00Z", 0.64, (0.5, 0.75), 34, 0.42, places)
    path = trust_file(profile, "simulated-alpine")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content_of(trust)), "utf-8")
    choose(view, "debris-cover-s2")
    choose(view, "simulated-alpine")
    text = view.text.toPlainText()
    for told in (
        "F1 0.64 by area as found, against expert.gpkg",
        "interval 0.50 to 0.75 by 34 blocks of ground",
        "42 % of what was decided or added was corrected",
        "good in West <冰> (0.81)",
        "poor in East (0.21)",
        "2026-11-30",
    ):
        assert told in text
    assert "Middle" not in text


def test_a_model_is_imported_shown_exported_and_deleted(
    view: ModelsView, profile: Path, mine: Path, tmp_path: Path
) -> None:
    choose_file(lambda: press_button(view.import_button), mine)
    assert names(view) == sorted([*NAMES, "mine"]) and view.card().name == "mine"
    assert current_engine().models_folder == profile
    assert "was checked and copied into" in view.answer.toPlainText()
    text = view.text.toPlainText()
    for told in (
        "Kunlun <2024> & more",
        "needs a DEM (for slope, relative elevation)",
        "IoU 0.51",
        "interval 0.44 to 0.58",
        "97.00° E – 97.50° E, 28.00° N – 28.40° N",
        "started from: ImageNet (Apache-2.0)",
        "imagery: PlanetScope: not to be passed on",
    ):
        assert told in text

    choose_file(lambda: choose_in_menu_of(view.export_button, "As one .zip…"), tmp_path / "given")
    assert (tmp_path / "given.zip").is_file()
    (tmp_path / "folder").mkdir()
    choose_file(lambda: choose_in_menu_of(view.export_button, "Into a folder…"), tmp_path / "folder")
    assert sorted(path.name for path in (tmp_path / "folder").iterdir()) == ["mine.json", "mine.safetensors"]

    in_dialog(lambda: press_button(view.delete_button), read_help_and_cancel, QMessageBox)
    assert "mine" in names(view)
    in_dialog(lambda: press_button(view.delete_button), lambda box: press_in(box, YES), QMessageBox)
    assert names(view) == NAMES and list(profile.iterdir()) == []
    assert view.answer.toPlainText() == "Deleted: mine.json, mine.safetensors."
    choose_file(lambda: press_button(view.import_button), tmp_path / "given.zip")
    assert view.card().name == "mine", "what was exported comes back"


def test_a_model_that_is_not_the_one_of_its_card_is_refused(view: ModelsView, profile: Path, mine: Path) -> None:
    mine.with_name("mine.safetensors").write_bytes(b"something else")
    choose_file(lambda: press_button(view.import_button), mine)
    assert "mine.safetensors of" in view.answer.toPlainText() and "SHA-256 differs" in view.answer.toPlainText()
    assert names(view) == NAMES and Settings().models_folder == ""


def test_where_it_was_trained_is_drawn_on_the_map(dialog: ModelsDialog, view: ModelsView, mine: Path) -> None:
    choose_file(lambda: press_button(view.import_button), mine)
    canvas = QgsMapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32647"))
    iface, asked = SimpleNamespace(mapCanvas=lambda: canvas), QSignalSpy(view.areas_requested)
    press_button(view.areas_button)
    assert not dialog.isVisible(), "the map can be seen"
    ((name, boxes),) = [list(asked[0])]
    for _ in range(2):
        show_areas(iface, name, boxes)
    (layer,) = QgsProject.instance().mapLayers().values()
    assert (layer.name(), layer.featureCount()) == ("Where mine was trained", 2)
    assert layer.extent().toRectF().getRect() == pytest.approx((97.0, 28.0, 1.2, 0.4))
    assert canvas.extent().width() == pytest.approx(1.2 * 1.2 * 98_000, rel=0.05)
    show_areas(iface, "other", [[179.0, 60.0, -179.0, 61.0]])
    (layer,) = QgsProject.instance().mapLayers().values()
    assert [round(feature.geometry().boundingBox().width(), 6) for feature in layer.getFeatures()] == [1.0, 1.0]
    QgsProject.instance().clear()
    canvas.deleteLater()


def test_the_page_of_qgiss_options_is_the_same(profile: Path) -> None:
    told: list[object] = []
    page = ModelsFactory(lambda *values: told.append(values)).createWidget(None)
    assert names(page.view) == NAMES
    page.apply()
    page.deleteLater()


@pytest.mark.parametrize(("width", "night"), [(900, False), (420, True)])
def test_it_fits_a_narrow_window_and_the_night(dialog: ModelsDialog, width: int, night: bool) -> None:
    before = QApplication.palette()
    if night:
        dark = QPalette(QColor("#323232"), QColor("#323232"))
        QApplication.setPalette(dark)
    dialog.resize(width, 700)
    QApplication.processEvents()
    assert dialog.width() <= width + 1
    view = dialog.view
    for button in (view.import_button, view.export_button, view.delete_button, view.areas_button):
        assert button.isVisible() and button.width() >= button.minimumSizeHint().width()
        assert button.toolTip()
    assert view.text.horizontalScrollBar().maximum() == 0
    folder = os.environ.get("ROCK_GLACIER_SCREENSHOTS")
    if folder:
        dialog.grab().save(str(Path(folder) / f"models-{width}.png"))
    QApplication.setPalette(before)


def test_the_dock_offers_the_page_in_its_menu(qgis_app: object) -> None:
    from rock_glacier_inventory.plugin.dock.engine_lines.detect_line import DetectLine

    line = DetectLine()
    line.show()
    asked = QSignalSpy(line.models_requested)
    line.set_possible("")
    choose_in_menu_of(line.button, "Models…")
    assert len(asked) == 1
    line.show_models([("mine", "My model")], "mine")
    choose_in_menu_of(line.button, "Models…")
    assert len(asked) == 2
    line.close()
    line.deleteLater()

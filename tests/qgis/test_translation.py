"""The translation files hold the texts of the code, and QGIS shows them."""

from __future__ import annotations

import importlib.util
import shutil
import string
import subprocess
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from rock_glacier_inventory.processing_provider.algorithms.detection.detect import Detect

FOLDER = Path(__file__).resolve().parents[2] / "i18n"
FILES = sorted(FOLDER.glob("*.ts"))


@pytest.fixture(scope="module")
def update():
    spec = importlib.util.spec_from_file_location("update_translations", FOLDER / "update.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_of_the_code_is_translated(update, path: Path) -> None:
    """If this fails: run i18n/update.py, then translate what it marked unfinished."""
    known = update.translations(path)
    assert set(known) == set(update.texts_in_code())
    for source, translation in known.items():
        assert placeholders(translation) == placeholders(source), source


def test_german_calls_the_engine_by_one_name(update) -> None:
    known = update.translations(FOLDER / "rock_glacier_inventory_de.ts")
    others = {
        source: text for source, text in known.items() if "engine" in source.lower() and "engine" not in text.lower()
    }
    assert others == {}


def placeholders(text: str) -> list[tuple[str, str | None, str | None]]:
    """What `format` fills in, in order, with the way each is written: name, format and conversion."""
    parts = string.Formatter().parse(text)
    return [(name, form, conversion) for _, name, form, conversion in parts if name is not None]


def test_a_lost_placeholder_or_its_format_is_seen() -> None:
    assert placeholders("{:.0f} % of {}") == placeholders("{:.0f} % von {}")
    assert placeholders("{:.0f} % of {}") != placeholders("{} % von {:.0f}")
    assert placeholders("{} and {}") != placeholders("{} und")


def test_the_texts_of_the_dock_are_collected(update) -> None:
    """The dock is a folder inside the plugin's."""
    assert {"Remain", "Why is it removed?"} <= set(update.texts_in_code())


def test_a_text_that_is_no_literal_is_refused(update, tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text('tr(f"{x} is wrong")', "utf-8")
    with pytest.raises(SystemExit, match="literal"):
        list(update.literals(path))


def test_qgis_shows_the_translation(qgis_app: QgsApplication, tmp_path: Path) -> None:
    program = shutil.which("lrelease")
    if program is None:
        pytest.skip("lrelease is not installed (Debian: qttools5-dev-tools)")
    compiled = tmp_path / "de.qm"
    source = FOLDER / "rock_glacier_inventory_de.ts"
    subprocess.run([program, str(source), "-qm", str(compiled)], check=True, capture_output=True)
    translator = QTranslator()
    assert translator.load(str(compiled))
    QCoreApplication.installTranslator(translator)
    try:
        assert Detect().displayName() == "Blockgletscher erkennen"
        assert Detect().name() == "detect"
    finally:
        QCoreApplication.removeTranslator(translator)
    assert Detect().displayName() == "Detect rock glaciers"

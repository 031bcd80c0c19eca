"""The plugin in the real QGIS desktop."""

from __future__ import annotations

import numpy as np
import pytest

from .desk import Session, check_went_well, number_of_colours, pixels_of

ALGORITHMS = [
    "agreement",
    "attributes",
    "capturebasemap",
    "checkinventory",
    "compareinventories",
    "createinventory",
    "detect",
    "evaluate",
    "exportinventory",
    "flagglaciers",
    "gridstatistics",
    "importinventory",
    "improve",
    "passports",
    "plantraining",
    "polygonize",
    "publishinventory",
    "report",
    "samplemarkers",
    "scenetoinventory",
    "solarradiation",
    "sources",
    "summarise",
    "train",
    "trainingdata",
    "units",
]


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session, is_log_empty=False)
    assert not [text for text in session.report["messages"] if "rror" in text]


def test_the_plugin_is_loaded_and_light(session: Session) -> None:
    assert session.report["active"] is True
    assert session.report["heavy"] == []
    assert session.report["algorithms"] == ALGORITHMS


def test_the_toolbox_shows_it(session: Session) -> None:
    shown = session.report["toolbox"]
    assert shown[0] == "Rock glacier inventory"
    assert {"Detect rock glaciers", "Create inventory", "Fill attributes"} <= set(shown)


def test_detect_from_its_dialog_opens_styled_layers(session: Session) -> None:
    assert session.report["detect"]["ok"] is True
    assert session.report["detect"]["count"] > 0
    layers = {layer["name"]: layer for layer in session.report["layers"]}
    candidates = layers["Candidates"]
    assert candidates["features"] == session.report["detect"]["count"]
    assert (candidates["renderer"], candidates["attribute"]) == ("categorizedSymbol", "STATE")
    assert layers["Probability"]["renderer"] == "singlebandpseudocolor"


def test_training_data_comes_with_its_outlines_on_the_map(session: Session) -> None:
    made = session.report["training_data"]
    assert made["ok"] is True
    assert made["results"]["COUNT"] > 0 < made["results"]["TARGETS"]
    layers = {layer["name"]: layer for layer in made["layers"]}
    assert layers["Training patches"]["features"] == made["results"]["COUNT"]
    assert layers["Training patches"]["attribute"] == "SIDE"
    given = layers["Drawn"]["features"] + layers["Glaciers"]["features"]
    assert layers["Training outlines"]["features"] == given
    assert "FAULT" in layers["Training outlines"]["attribute"]


def test_a_new_inventory_opens_styled(session: Session) -> None:
    layers = {layer["name"]: layer for layer in session.report["inventory"]}
    assert set(layers) == {"Rock glaciers", "Candidates", "Primary markers", "Subregions"}
    assert layers["Candidates"]["renderer"] == "categorizedSymbol"


def test_outlines_are_imported_by_hand(session: Session) -> None:
    again, new = session.report["imported"]["candidates"], session.report["imported"]["rock-glaciers"]
    assert again["ok"] and new["ok"]
    assert session.report["fields"] == "COMMENT=AREA" and "ADDI_INF" in session.report["lists"]
    count = again["results"]["COUNT"]
    assert count == new["results"]["COUNT"] > 0
    layers = {layer["name"]: layer for layer in again["layers"]}
    assert layers["Candidates"]["features"] == count, "the open layer shows them"
    assert sorted(layer["features"] for layer in new["layers"] if layer["name"] == "Rock glaciers") == [0, count]


def test_what_went_out_is_checked_by_hand(session: Session) -> None:
    """Its markers come along: nothing is without one. What is missing is told by rule, and lies on the map."""
    told, count = session.report["checked by hand"], session.report["imported"]["rock-glaciers"]["results"]["COUNT"]
    assert told["ok"], told["log"]
    assert told["results"]["FAULTS"] + told["results"]["DOUBTS"] == told["results"]["PROBLEMS"] >= count
    assert "Missing attributes" in told["log"] and "without marker" not in told["log"]
    assert told["layers"] == [["Outlines with problems", True, True], ["Problems", True, True]]


def test_an_inventory_goes_out_by_hand(session: Session) -> None:
    seen, count = session.report["exported"], session.report["imported"]["rock-glaciers"]["results"]["COUNT"]
    assert seen["refused"] and "'What is open' leave-out or 'What is open' include" in seen["log"]
    assert seen["ok"] and seen["results"]["OUTLINES"] == seen["features"] == count
    assert (seen["fields"][:3], len(seen["fields"]), seen["crs"]) == (["ID", "SUBREGION", "LAT"], 23, "EPSG:4326")


def test_an_inventory_is_published_by_hand(session: Session) -> None:
    published = session.report["published"]
    assert published["boxes"] == ["tprogi", "rgik", "rgik-released", "rogi-ch", "global"]
    ok, log, is_there = published["refused"]
    assert (ok, is_there) == (False, False)
    assert "Not all of the inventory is decided: " in log and "say with 'What is open' leave-out" in log
    count = session.report["imported"]["rock-glaciers"]["results"]["COUNT"]
    for number, name in (("first", "1.0"), ("second", "1.1")):
        assert published[number]["ok"] and published[number]["results"]["OUTLINES"] == count
        folder = session.folder / f"published 冰 {name}"
        assert sorted(entry.name for entry in (folder / "data").iterdir()) == ["rgik-released", "tprogi"]
        assert "Ann Mapper, ETH, https://orcid.org/0000-0002-1825-0097" in (folder / "README.md").read_text("utf-8")
    assert f"Since version 1.0 nothing changed: {count} rock glaciers are as they were." in published["second"]["log"]


def test_qgis_shows_the_metadata_of_a_publication(session: Session) -> None:
    told = session.report["metadata"]
    assert told["title"] == "imported: outlines"
    assert told["licences"] == ["Creative Commons Attribution 4.0 International (CC-BY-4.0)"]
    for name in (
        "publish-properties-information",
        "publish-properties-metadata",
        "publish-filled-1.1",
        "publish-night",
    ):
        assert number_of_colours(session.folder / f"{name}.png") > 10


def test_many_files_are_chosen_at_once_in_the_dialogs(session: Session) -> None:
    report = session.report
    chosen = report["chosen"]
    assert (chosen["DEM"], chosen["GLACIERS"]) == (report["chosen at once"], None)
    assert chosen["MAAT"] == ";".join(report["chosen at once"].split(";", 4)[:4])
    assert report["of tiles"]["ok"]
    assert len(report["of the whole"]) > 0
    for mine, theirs in zip(report["of tiles"]["values"], report["of the whole"], strict=True):
        assert mine == pytest.approx(theirs, rel=1e-6)
    assert report["in a batch"].endswith("tiles; of a DEM")
    assert set(report["in a model"].values()) == {"QgsProcessingModelerParameterWidget"}, "QGIS's own, with its inputs"


def test_the_model_from_its_dialog_opens_the_inventory(session: Session) -> None:
    assert session.report["model"] is True
    layers = {layer["name"]: layer for layer in session.report["model layers"]}
    assert layers["Candidates"]["features"] > 0
    assert layers["Candidates"]["renderer"] == "categorizedSymbol"


def test_the_options_page_finds_the_engine(session: Session) -> None:
    assert "The engine works" in session.report["check"]


def test_unload_takes_everything_away(session: Session) -> None:
    assert session.report["after unload"] is True
    assert session.report["after load"] == ALGORITHMS


@pytest.mark.parametrize("name", ["toolbox", "dialog_detect", "candidates", "probability", "options"])
def test_screenshots_show_something(session: Session, name: str) -> None:
    """A blank picture has one colour; these have many."""
    assert number_of_colours(session.folder / f"{name}.png") > 10


def test_candidates_are_drawn_in_yellow(session: Session) -> None:
    blue, green, red = np.moveaxis(pixels_of(session.folder / "candidates.png")[::2], -1, 0)
    assert np.sum((red > 240) & (green > 210) & (blue < 60)) > 100

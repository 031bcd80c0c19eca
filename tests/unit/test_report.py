"""The report: its page, tables and PDF of a whole inventory, and of inventories that lack something."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from engine_process import run as run_process
from judging import decide, detected, squares
from reported import REGIONS, Page, a_run, csv_of, made, refused, report, values_of
from reviewed import ANN, BEN, drawn, judged, mapped
from rock_glacier_inventory.engine.report.catalogue import picture
from rock_glacier_inventory.engine.report.document import FigureBlock
from rock_glacier_inventory.engine.report.figures.style import styled, written
from rock_glacier_inventory.engine.report.reading import read_found
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.requests.report import FIGURES, ReportRequest
from statistics_tables import write_layer
from test_migration import write_version_1

KEY = "abcdef0123456789abcdef"
NAME = 'Höhen & "Q" 冰 <i>x</i>'
TITLE = '冰 <script>alert(1)</script> & "Q" $x$'


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A report of an inventory that has all attributes: the inventory, the page, the folder."""
    folder = tmp_path_factory.mktemp("Bericht 冰")
    runs = [
        a_run(
            source=f"https://tiles.example.org/{{z}}/{{x}}/{{y}}?api_key={KEY}", model="simulated-alpine", threshold=0.5
        ),
        a_run("attributes", "dem.tif", parameters={"groups": {"terrain": {"source": f"dem.tif?token={KEY}"}}}),
    ]
    inventory = made(folder / f"{NAME.replace('<i>x</i>', '').replace(chr(34), '')}.gpkg", 120, runs=runs)
    with closing(sqlite3.connect(inventory)) as connection:  # what another tool, or an older version, wrote
        address = f"https://user:{KEY}@maps.example.org/wms?token={KEY}"
        connection.execute("UPDATE runs SET SOURCE = ? WHERE COMMAND = 'detect'", (address,))
        told = json.dumps({"image": address, "groups": {"terrain": {"source": address}}})
        connection.execute("UPDATE runs SET PARAMETERS = ? WHERE COMMAND = 'attributes'", (told,))
        connection.commit()
    output, before = folder / "report 冰.html", inventory.read_bytes()
    found = report(inventory, output, "--pdf", folder / "report.pdf", "--title", TITLE, "--cell-size", 10)
    return inventory, output, found, before


def test_the_page_has_all_figures_and_tables_and_needs_nothing_else(whole):
    _, output, found, _ = whole
    page = Page(output)
    assert not page.fetched and "script" not in page.tags and "link" not in page.tags
    assert "default-src 'none'" in output.read_text("utf-8")
    assert found["figures"][:4] == ["map", "distributions", "aspect-by-subregion", "grid"]
    assert len(page.images) == len(found["figures"])
    assert len(page.tables) == len(found["table_files"]) == len(list(Path(found["tables"]).iterdir()))
    for image in page.images:
        assert image.lstrip().startswith("<?xml") and "<path" in image
    for chapter in ("Where they are", "What the mappers did", "What reviewers say", "Limits", "How to cite"):
        assert chapter in page.text


def test_the_same_inventory_gives_the_same_figures(whole, tmp_path):
    inventory, output, _, _ = whole
    report(inventory, tmp_path / "again.html", "--title", TITLE, "--cell-size", 10)
    assert Page(tmp_path / "again.html").images == Page(output).images


def test_names_are_words_and_never_tags(whole):
    _, output, found, _ = whole
    page = Page(output)
    assert TITLE in page.text and REGIONS[0] in page.text and REGIONS[1] in page.text
    assert "i" not in page.tags and page.tags.count("b") == len(page.images) + len(page.tables)
    regions = [row["subregion"] for row in csv_of(Path(found["tables"]), "subregions")]
    assert regions == [*sorted(REGIONS), "all"]


def test_no_key_is_anywhere(whole):
    _, output, found, _ = whole
    folder = Path(found["tables"])
    for path in (output, output.parent / "report.pdf", *folder.iterdir()):
        assert KEY.encode() not in path.read_bytes(), path
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", (output.parent / "report.pdf").read_bytes(), re.S):
        try:
            assert KEY.encode() not in zlib.decompress(stream)
        except zlib.error:
            continue
    assert "maps.example.org" in Page(output).text


def test_the_numbers_are_those_of_the_attributes(whole):
    _, _, found, _ = whole
    values, folder = values_of(120), Path(found["tables"])
    rows = {row["field"]: row for row in csv_of(folder, "attributes")}
    assert float(rows["AREA"]["mean"]) == pytest.approx(values["AREA"].mean() * 1e-6)
    assert float(rows["ELE_MIN"]["percentile_5"]) == pytest.approx(np.percentile(values["ELE_MIN"], 5))
    assert float(rows["MAAT"]["least"]) == pytest.approx(values["MAAT"].min())
    classes = {row["class"]: row for row in csv_of(folder, "classes")}
    assert int(classes["area below 0.1 km²"]["number"]) == (values["AREA"] < 1e5).sum()
    assert float(classes["MAAT -5 to 0 °C"]["share"]) == pytest.approx(
        ((values["MAAT"] >= -5) & (values["MAAT"] < 0)).mean()
    )
    regions = csv_of(folder, "subregions")
    assert [int(row["number"]) for row in regions] == [60, 60, 120]
    assert sum(int(row[way]) for row in csv_of(folder, "aspects")[-1:] for way in ("n", "ne", "e", "se")) <= 120


def test_methods_are_filled_in_from_the_runs(whole):
    _, output, found, _ = whole
    text = Page(output).text
    assert "with the model simulated-alpine" in text and "probability of 0.5 on" in text
    parameters = csv_of(Path(found["tables"]), "parameters")
    assert {row["command"] for row in parameters} == {"detect", "attributes"}
    assert any(row["parameter"] == "groups.terrain.source" for row in parameters)
    assert csv_of(Path(found["tables"]), "models")[0]["licence"] == "GPL-2.0-or-later"
    dictionary = csv_of(Path(found["tables"]), "dictionary")
    assert {row["field"] for row in dictionary} >= set(schema.ROCK_GLACIERS.field_names)


def test_the_pdf_has_its_fonts_and_vectors(whole):
    pdf = (whole[1].parent / "report.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and b"DejaVuSans" in pdf and b"/FontFile2" in pdf
    assert b"/Subtype /Image" not in pdf, "figures are lines, not pixels"
    assert pdf.count(b"/Type /Page\n") >= 5
    assert b"/Outlines" in pdf


# What is missing


@pytest.mark.parametrize("number", [0, 1])
def test_of_nothing_and_of_one(tmp_path, number):
    inventory = made(tmp_path / "i.gpkg", number)
    found = report(inventory, tmp_path / "r.html", "--pdf", tmp_path / "r.pdf")
    text = Page(tmp_path / "r.html").text
    assert ("holds no rock glaciers yet" if not number else "holds 1 rock glacier,") in text
    assert "1 rock glaciers" not in text and "nan" not in text.lower().split()
    assert bool(found["figures"]) == bool(number)


def test_without_attributes_sentences_say_why(tmp_path):
    inventory = made(tmp_path / "i.gpkg", 12, attributes=False, regions=())
    found = report(inventory, tmp_path / "r.html")
    text = Page(tmp_path / "r.html").text
    assert "No table by subregion: no rock glacier has one; run attributes" in text
    assert "No figure of the reviews" in text and "No table of the network's performance" in text
    assert "aspect-by-subregion" not in found["figures"]


@pytest.mark.parametrize("place", [(-70.0, -33.0), (179.95, 66.0), (-179.95, -17.0), (15.0, 78.2)])
def test_places_all_over_the_earth(tmp_path, place):
    inventory = made(tmp_path / "i.gpkg", 40, place=place, attributes=False)
    found = report(inventory, tmp_path / "r.html")
    cells = csv_of(Path(found["tables"]), "fullest_cells")
    assert all(abs((float(cell["longitude"]) - place[0] + 180) % 360 - 180) < 1.5 for cell in cells)
    assert all(abs(float(cell["latitude"]) - place[1]) < 1.5 for cell in cells)
    assert found["figures"][0] == "map"


def test_a_layer_of_points_and_one_of_polygons(tmp_path):
    random = np.random.default_rng(1)
    points = [shapely.Point(*at) for at in random.uniform((90, 30), (91, 31), (50, 2))]
    shapes = [point.buffer(0.002) for point in points]
    for name, geometries in (("p.geojson", points), ("o.gpkg", shapes)):
        layer = write_layer(tmp_path / name, geometries, {"NAME": ["a"] * 50})
        found = report(layer, tmp_path / f"{name}.html")
        text = Page(tmp_path / f"{name}.html").text
        assert "The layer holds 50 rock glaciers" in text and "the layer has no" in text
        assert ("cover_percent" in csv_of(Path(found["tables"]), "fullest_cells")[0]) == (name == "o.gpkg")
        assert ("distributions" in found["figures"]) == (name == "o.gpkg")


def test_decisions_and_their_pace(tmp_path):
    inventory = tmp_path / "i.gpkg"
    detected(inventory, squares(range(5)))
    decide(inventory, {1: "remain", 2: "remain", 3: "water", 4: squares([3], size=0.006)[0], 0: squares([8])})
    found = report(inventory, tmp_path / "r.html")
    operations = {row["operation"]: row for row in csv_of(Path(found["tables"]), "operations")}
    assert {name: int(row["number"]) for name, row in operations.items()} == {
        "remain": 2,
        "refine": 1,
        "retrieve": 1,
        "remove": 1,
        "undecided": 1,
        "all": 6,
    }
    (reason,) = csv_of(Path(found["tables"]), "reasons")
    assert (reason["reason"], reason["number"]) == ("water", "1")
    scores = csv_of(Path(found["tables"]), "performance")[-1]
    assert float(scores["precision"]) == pytest.approx(3 / 4, abs=0.02) and float(scores["recall"]) < 1
    text = Page(tmp_path / "r.html").text
    assert "1 candidate is undecided" in text and "mean IoU of 0.44" in text


def test_reviews_are_told_when_all_are_done_and_not_before(tmp_path):
    inventory = mapped(tmp_path / "i.gpkg", 40)
    sample = drawn(inventory, number=20, reviewers=2)
    judged(inventory, sample, {ANN: ["no"] * 20})
    report(inventory, tmp_path / "r.html")
    page = Page(tmp_path / "r.html")
    assert "No figure of the reviews" in page.text and "Decisions that are missing" in page.text
    assert not [table for table in page.tables if table[0][4:8:2] == ["no", "uncertain"]]
    assert (tmp_path / "r_tables").is_dir()
    assert not list((tmp_path / "r_tables").glob("*cross*")) and not list((tmp_path / "r_tables").glob("*precision*"))
    judged(inventory, sample, {BEN: ["yes"] * 18 + ["no"] * 2})
    found = report(inventory, tmp_path / "r.html")
    rows = {row["reviewer"]: row for row in csv_of(Path(found["tables"]), "reviewers")}
    assert rows[ANN]["no"] == "20" and rows[BEN]["yes"] == "18" and float(rows[BEN]["yes_share"]) == 0.9
    assert float(rows[BEN]["yes_share_low"]) == pytest.approx(0.699, abs=0.001), "Wilson's interval"
    assert "reviewers" in found["figures"] and csv_of(Path(found["tables"]), "precision")


def test_another_inventory_beside_it(tmp_path):
    inventory = made(tmp_path / "i.gpkg", 30, attributes=False)
    meta, _, wkb, _ = pyogrio.raw.read(inventory, layer="rock_glaciers", columns=[])
    other = write_layer(tmp_path / "other 冰.gpkg", shapely.from_wkb(wkb)[:20], {"NAME": ["a"] * 20})
    found = report(inventory, tmp_path / "r.html", "--compare", other)
    (row,) = csv_of(Path(found["tables"]), "others")
    assert row["inventory"].startswith("other 冰") and row["one_to_one"] == "20" and meta["crs"] == "EPSG:4326"


def test_no_folder_of_this_computer_is_in_the_page(tmp_path):
    inventory = made(tmp_path / "i.gpkg", 6, attributes=False)
    report(inventory, tmp_path / "r.html")
    page = Page(tmp_path / "r.html").text
    assert "While it was read" in page and "Nothing in layer 'rock_glaciers' of i.gpkg" in page
    assert str(tmp_path) not in page


# What cannot be


def test_an_older_inventory_is_told(tmp_path):
    old = write_version_1(tmp_path / "old.gpkg")
    told = refused(old, tmp_path / "r.html")
    assert "old schema version 1" in told and "migrate" in told


def test_outputs_that_cannot_be(tmp_path):
    inventory = made(tmp_path / "i.gpkg", 3)
    assert "end in .html" in refused(inventory, tmp_path / "r.doc")
    assert "end in .pdf" in refused(inventory, tmp_path / "r.html", "--pdf", tmp_path / "r.doc")
    assert "does not exist" in refused(inventory, tmp_path / "no" / "r.html")
    (tmp_path / "r_tables").mkdir()
    (tmp_path / "r_tables" / "thesis.docx").write_text("years of work")
    assert "thesis.docx" in refused(inventory, tmp_path / "r.html")
    assert (tmp_path / "r_tables" / "thesis.docx").read_text() == "years of work"
    assert "leave it out" in refused(inventory, tmp_path / "s.html", "--format", "svg")
    assert "holds no log" in refused(inventory, tmp_path / "s.html", "--training", tmp_path)


def test_a_full_disk_leaves_the_old_report(tmp_path, make_small_disk):
    inventory = made(tmp_path / "i.gpkg", 60)
    disk = make_small_disk("Platte", "300k")
    (disk / "r.html").write_text("the old one")
    assert "disk is full" in refused(inventory, disk / "r.html")
    assert (disk / "r.html").read_text() == "the old one"


def test_an_inventory_is_not_changed(whole):
    inventory, _, _, before = whole
    assert inventory.read_bytes() == before


def test_as_a_process(tmp_path):
    inventory = made(tmp_path / "i.gpkg", 3, attributes=False)
    with closing(sqlite3.connect(inventory)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    done = run_process("report", "--inventory", inventory, "--output", tmp_path / "r.html", "--pdf", tmp_path / "r.pdf")
    assert done.code == 0 and done.result["title"] == "Höhen 冰"
    assert "Traceback" not in done.log


# Figures alone


def test_each_figure_by_its_name(whole):
    found = read_found(ReportRequest(inventory=whole[0], output=whole[1], cell_size=10.0), SilentReport())
    drawn_ones = set()
    with styled():
        for name in FIGURES:
            block = picture(found, name)
            if isinstance(block, FigureBlock):
                assert block.name == name
                assert name in whole[2]["figures"] or b"<svg" in written(block.draw(), "svg")  # by the page, or here
                drawn_ones.add(name)
            else:
                assert block.text.startswith("No ") and block.text.endswith(".")
    missing = {"learning", "decisions", "examples", "refined-examples", "pace", "reviewers"}  # it has no candidates
    assert set(FIGURES) - drawn_ones == missing


def test_a_figure_of_nothing_is_a_sentence(whole, tmp_path):
    assert refused(whole[0], tmp_path / "f.svg", "--figure", "pace").startswith("No figure of the pace")


def test_formats_of_a_figure(whole, tmp_path):
    inventory = whole[0]
    starts = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}
    for kind, start in starts.items():
        report(inventory, tmp_path / f"f.{kind}", "--figure", "area-histogram", "--format", kind)
        assert (tmp_path / f"f.{kind}").read_bytes().startswith(start)
    assert "end in .png" in refused(inventory, tmp_path / "g.svg", "--figure", "map", "--format", "png")
    assert "leave --figure out" in refused(
        inventory, tmp_path / "g.svg", "--figure", "map", "--pdf", tmp_path / "g.pdf"
    )

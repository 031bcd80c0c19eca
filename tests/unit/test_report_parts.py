"""Parts of the report: numbers in words, bins, fonts, CSV, pictures in SVG, heads of tables, pace, curves, relief."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from base64 import b64decode, b64encode
from datetime import datetime, timezone
from io import BytesIO

import numpy as np
import pytest
from affine import Affine
from engine_process import ROOT
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager
from PIL import Image
from rasters import write_raster
from reported import EAST, NORTH, Page, made, report
from rock_glacier_inventory.engine.report.catalogue import hours_of_work
from rock_glacier_inventory.engine.report.chapters.methods import flat, names_of
from rock_glacier_inventory.engine.report.csv_tables import write_tables
from rock_glacier_inventory.engine.report.document import Column, Interval, Number, TableBlock, number_words
from rock_glacier_inventory.engine.report.figures.histograms import AREA, edges_of, histogram_figure
from rock_glacier_inventory.engine.report.figures.style import FORMATS, new_figure, styled, written
from rock_glacier_inventory.engine.report.fonts import Fonts, fonts_for
from rock_glacier_inventory.engine.report.found import Gesture
from rock_glacier_inventory.engine.report.learning import curves_in
from rock_glacier_inventory.engine.report.pdf.paper import Paper
from rock_glacier_inventory.engine.report.pdf.tables import draw_table
from rock_glacier_inventory.engine.report.pictures import upright
from rock_glacier_inventory.engine.report.reading import usual_cell
from rock_glacier_inventory.engine.report.relief import shade_of


@pytest.mark.parametrize(
    ("value", "digits", "words"), [(-0.0001, 2, "0.00"), (-5, 0, "−5"), (1234567.8, 1, "1 234 567.8"), (0.5, 0, "0")]
)
def test_numbers_in_words(value, digits, words):
    assert number_words(value, digits).replace("\u202f", " ") == words


def test_values_of_columns():
    share = Column("Share", "share", 1, share=True)
    assert share.words(Interval(0.87, 0.85, 0.9)).replace("\u202f", " ") == "87.0 % (85.0 to 90.0)"
    assert share.words(Interval(0.87)) == share.words(0.87)
    assert Column("p", "p", 4, probability=True).words(1e-9).replace("\u202f", " ") == "< 0.0001"
    assert [Column("x", "x", 1).words(value) for value in (None, float("nan"), "")] == ["–"] * 3
    assert Column("x", "x").words(Number(3.14159, 3)) == "3.142"


@pytest.mark.parametrize("values", [[1.0], [0.5, 0.5], [1e-9, 4.6], [-40.0, 8000.0], list(np.linspace(0, 1, 999))])
def test_bins_hold_all_values(values):
    values = np.array(values)
    edges = edges_of(values, AREA.steps)
    counts, _ = np.histogram(values, edges)
    assert counts.sum() == len(values) and len(edges) <= 45
    assert np.allclose(np.diff(edges), np.diff(edges)[0])


def test_csv_is_for_machines(tmp_path):
    columns = [Column("N", "name"), Column("V", "value", 1), Column("S", "share", 1, share=True)]
    rows = [['=HYPERLINK("x")', Number(0.12345, 1), Interval(0.5, 0.4, 0.6)], ['-5 to 0, "a"', None, None]]
    (name,) = write_tables([TableBlock("t", "", columns, rows)], tmp_path)
    with (tmp_path / name).open(encoding="utf-8-sig", newline="") as stream:
        read = list(csv.reader(stream))
    assert read[0] == ["name", "value", "share", "share_low", "share_high"]
    assert read[1] == ['\'=HYPERLINK("x")', "0.12345", "0.5", "0.4", "0.6"], "a spreadsheet runs nothing"
    assert read[2] == ['-5 to 0, "a"', "", "", "", ""]


# Fonts

RARE = "\U0001342f"
"""A hieroglyph."""


def a_font(path, letters):
    """A font of squares for some letters."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    glyph = pen.glyph()
    names = [".notdef", *(f"u{ord(letter):X}" for letter in letters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):X}" for letter in letters})
    builder.setupGlyf(dict.fromkeys(names, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (800, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares of a Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.fixture
def own_fonts(tmp_path, monkeypatch):
    """A person's folder of fonts."""
    folder = tmp_path / "share" / "fonts"
    folder.mkdir(parents=True)
    monkeypatch.setattr(font_manager, "X11FontDirectories", [str(folder)])  # read once, from the environment
    return folder


def test_a_letter_without_a_font_is_told_and_a_box_stands_for_it(own_fonts):
    fonts = fonts_for(["Höhen", RARE])
    if not fonts.missing:
        pytest.skip("this computer has a font of hieroglyphs")
    assert fonts.missing == RARE and RARE in fonts.words() and fonts.written(f"a{RARE}") == "a□"
    assert fonts_for(["Höhen äöü 12 − ″ km²"]) == Fonts()


def test_a_font_of_the_computer_is_used(own_fonts, tmp_path):
    a_font(own_fonts / "noto squares.ttf", RARE)
    (own_fonts / "noto broken.ttf").write_bytes(b"no font")
    fonts = fonts_for([f"x{RARE}"])
    assert not fonts.missing and fonts.families == ("Squares of a Test",)
    inventory = made(tmp_path / "i.gpkg", 12, regions=(f"Eis {RARE}",), title="Eis")
    report(inventory, tmp_path / "r.html", "--pdf", tmp_path / "r.pdf")
    assert b"SquaresofaTest" in (tmp_path / "r.pdf").read_bytes().replace(b" ", b"")
    assert "No font" not in Page(tmp_path / "r.html").text


# Pictures and paper


def test_pictures_in_a_figure_are_turned_for_the_pdf():
    stream = BytesIO()
    Image.fromarray(np.array([[0, 0], [255, 255]], np.uint8)).save(stream, format="PNG")
    data = b64encode(stream.getvalue()).decode()
    svg = (
        f'<image xlink:href="data:image/png;base64,\n{data}" id="i" transform="scale(1 -1) translate(0 -100)" '
        'x="10" y="-20" width="30" height="100"/>'
    )
    turned = upright(svg.encode()).decode()
    assert "transform" not in turned and 'y="20.000000"' in turned and 'height="100"' in turned
    picture = np.asarray(Image.open(BytesIO(b64decode(turned.split("base64,")[1].split('"')[0]))))
    assert picture.tolist() == [[255, 255], [0, 0]]


def test_heads_of_a_table_are_on_every_page():
    paper = Paper("t", datetime(2026, 11, 30, tzinfo=timezone.utc), Fonts())
    paper.add_page()
    rows = [[f"row {number}", "w" * 900 if number == 40 else "x y z " * 30, number] for number in range(120)]
    draw_table(paper, TableBlock("t", "", [Column("A", "a"), Column("B", "b"), Column("C", "c", 0)], rows))
    assert len(paper.pages) > 3
    bold = f"/F{paper.fonts['dejavuB'].i} ".encode()
    for number in paper.pages:
        assert bold in bytes(paper.pages[number].contents), number
    assert bytes(paper.output()).startswith(b"%PDF")


def test_relief_over_a_dem_is_a_picture_below_the_vectors(tmp_path):
    inventory = made(tmp_path / "i.gpkg", 5, attributes=False)
    heights = np.add.outer(np.arange(80.0) * 30, np.zeros(80)).astype(np.float32)[None]
    place = Affine(1 / 80, 0, EAST - 0.5, 0, -1 / 80, NORTH + 0.5)
    dem = write_raster(tmp_path / "dem.tif", heights, crs="EPSG:4326", transform=place)
    report(inventory, tmp_path / "r.html", "--dem", dem, "--pdf", tmp_path / "r.pdf")
    assert "<image" in Page(tmp_path / "r.html").images[0] and "shaded relief" in Page(tmp_path / "r.html").text
    assert b"/Subtype /Image" in (tmp_path / "r.pdf").read_bytes()


def test_light_comes_from_the_north_west():
    across = np.arange(20.0)
    facing_west = np.broadcast_to(across * 10, (20, 20))  # rising to the east
    facing_north = np.broadcast_to(across[:, None] * 10, (20, 20))  # rising to the south, down the rows
    lit, shaded = shade_of(facing_west, 10.0), shade_of(facing_west[:, ::-1], 10.0)
    assert lit.mean() > 0.7 > 0.3 > shaded.mean()
    assert shade_of(facing_north, 10.0).mean() > 0.7 > 0.3 > shade_of(facing_north[::-1], 10.0).mean()
    assert shade_of(np.zeros((5, 5)), 10.0).mean() == pytest.approx(np.sqrt(0.5))


# What people did


def test_hours_of_work_are_without_pauses():
    def gesture(minute, person="Ann", operation="remain"):
        return Gesture(f"2026-01-01T{minute // 60:02}:{minute % 60:02}:00.000Z", person, operation)

    worked = [gesture(0), gesture(5), gesture(65), gesture(70, operation="comment"), gesture(70), gesture(3, "Bo")]
    assert hours_of_work(worked) == pytest.approx(10 / 60)
    assert hours_of_work([gesture(0), Gesture("yesterday", "Ann", "remain")]) == 0


def test_curves_of_a_training(tmp_path):
    folder = tmp_path / "training" / "network-1"
    folder.mkdir(parents=True)
    lines = [{"step": step, "iou_training": step / 100, "iou_validation": step / 200} for step in (10, 20, 30)]
    (folder / "log.jsonl").write_text("\n".join(map(json.dumps, lines)) + '\n{"step": 40, "iou', "utf-8")
    ((name, training, validation),) = curves_in(folder.parent)
    assert name == "network-1" and training.tolist() == [[10, 0.1], [20, 0.2], [30, 0.3]]
    assert validation[-1].tolist() == [30, 0.15] and curves_in(None) == []
    inventory = made(tmp_path / "i.gpkg", 2)
    assert "learning" in report(inventory, tmp_path / "r.html", "--training", folder.parent)["figures"]


def test_parameters_lie_flat_and_sources_have_no_keys():
    assert flat({"a": {"b": {"c": 1}}, "d": [1], "e": {}}) == {"a.b.c": 1, "d": [1], "e": {}}
    assert names_of("https://u:p@h.example.org/x.tif?token=abc") == "x.tif"


@pytest.mark.parametrize(("degrees", "side"), [(0.01, 1.0), (0.5, 5.0), (20.0, 50.0)])
def test_cells_are_smaller_where_the_area_is(degrees, side):
    assert usual_cell(np.array([90.0, 90.0 + degrees]), np.array([30.0, 30.0])) == side
    assert usual_cell(np.array([np.nan]), np.array([np.nan])) == 50.0


def test_nothing_of_it_is_loaded_by_other_commands():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import rock_glacier_inventory.engine.command_line as c\n"
        "for name in c.COMMANDS:\n"
        "    try: c.parse([name, '--help'])\n"
        "    except SystemExit: pass\n"
        "print([n for n in ('matplotlib', 'fpdf', 'fontTools') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / ".venv" / "src")], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def mixed_figure():
    """Lines and a picture, whose pixels are others than those of letters."""
    figure = new_figure(80, 50, dots=150)
    axes, beside = figure.subplots(1, 2)
    axes.plot([0.001, 12_000], [3, -4])
    axes.set_ylabel("height (m)\nof the ground")
    figure.colorbar(beside.imshow([[1, 2], [3, 4]]), label="°C")
    return figure


@pytest.mark.parametrize("kind", FORMATS)
def test_a_figure_is_laid_out_as_matplotlib_does_by_drawing_it_once_more(kind, monkeypatch):
    """All its places, to the byte."""
    areas = np.random.default_rng(1).lognormal(11.2, 0.9, 200)
    figures = (mixed_figure, lambda: histogram_figure(AREA, areas))
    with styled():
        ours = [written(figure(), kind) for figure in figures]
        monkeypatch.setattr("rock_glacier_inventory.engine.report.figures.style._lay_out", lambda *_: None)
        assert [written(figure(), kind) for figure in figures] == ours

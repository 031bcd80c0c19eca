"""Every reader of vectors over every format; names in archives; texts in every encoding."""

from __future__ import annotations

import json
import re
import shutil
import zipfile

import numpy as np
import pytest
import shapely
from filling_inventories import make, put, table
from rasters import write_raster
from rock_glacier_inventory.engine.accuracy.evaluation import evaluate_files
from rock_glacier_inventory.engine.accuracy.readings import AS_FOUND, AS_MAPPED, read_given
from rock_glacier_inventory.engine.accuracy.reference import read_reference_outlines
from rock_glacier_inventory.engine.attributes.glacier_share import GlacierOutlines
from rock_glacier_inventory.engine.filling.chunks import fill_attributes
from rock_glacier_inventory.engine.gathering.regions import read_regions
from rock_glacier_inventory.engine.ground.files.text_encodings import decode_texts, encoding_of_cpg
from rock_glacier_inventory.engine.ground.vectors import read_polygons
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.sources import Sources
from vector_formats import FORMATS, write, write_shapefile

SQUARES = [shapely.box(-110 + i / 10, 40, -109.99 + i / 10, 40.01) for i in range(5)]
STATES = ["remove", "undecided", "", None, "REMOVE"]


@pytest.fixture(params=FORMATS)
def ending(request):
    return request.param


def test_candidates_that_were_removed_are_left_out_as_mapped(tmp_path, ending):
    path = write(tmp_path, ending, SQUARES, CANDIDATE_ID=list("vwxyz"), STATE=STATES)
    report = SilentReport()
    readings = read_given(path, None, report).readings
    assert sorted(readings[AS_FOUND].labels) == list("vwxyz")
    found = readings[AS_MAPPED]
    assert sorted(found.labels) == ["w", "x", "y"]
    assert ["are undecided" in warning for warning in report.warnings] == [True]
    middles = {label: round(shape.centroid.x, 3) for label, shape in zip(found.labels, found.polygons, strict=True)}
    assert middles == {"w": -109.895, "x": -109.795, "y": -109.695}


def test_references_have_their_names(tmp_path, ending):
    path = write(tmp_path, ending, SQUARES[:3], Name=["a", None, ""])
    found = read_reference_outlines(path, None, SilentReport())
    if ending == "kml":  # it numbers everything
        assert sorted(found.labels) == ["umrisse.1", "umrisse.2", "umrisse.3"]
        return
    assert found.labels.count("a") == 1
    assert sum(label.startswith("feature ") for label in found.labels) == 2


def test_subregions_and_study_areas(tmp_path, ending):
    path = write(tmp_path, ending, SQUARES, subregion=["Süd", "冰川", "Süd", None, "Nord"])
    regions = read_regions(path)
    assert regions.names == ["(no name)", "Nord", "Süd", "冰川"]
    assert regions.geometries[2].bounds == pytest.approx((-110, 40, -109.79, 40.01))
    near = read_polygons(path).near((-110.05, 39.9, -109.85, 40.2), "EPSG:4326")
    assert len(near) == 2


def test_glaciers(tmp_path, ending):
    outlines = GlacierOutlines(write(tmp_path, ending, SQUARES, glac_id=list("abcde")))
    ours = np.array([shapely.box(-109.695, 40, -109.685, 40.01), shapely.box(-110, 40, -109.98, 40.01)])
    shares, beyond = outlines.shares(ours, "EPSG:4326", SilentReport())
    assert shares == pytest.approx([0.5, 0.5], abs=1e-4)
    assert (beyond <= 0.02).all()


def test_a_candidate_that_was_removed_counts_in_no_score_as_mapped(tmp_path, ending):
    candidates = write(tmp_path, ending, SQUARES[:2], CANDIDATE_ID=["c1", "c2"], STATE=["undecided", "remove"])
    reference = tmp_path / "reference"
    reference.mkdir()
    output = tmp_path / "e.json"
    scores = evaluate_files(candidates, write(reference, "gpkg", SQUARES[:1], ID=["a"]), output, SilentReport())
    assert (scores["precision"], scores["counts"]["candidates"]) == (pytest.approx(0.5, abs=1e-3), 2)
    mapped = json.loads(output.read_text("utf-8"))["others"][0]["whole"]
    assert (mapped["precision"], mapped["counts"]["candidates"]) == (1.0, 1)


def test_shapes_of_all_kinds(tmp_path):
    shapes = [
        shapely.force_3d(SQUARES[0], 7),
        shapely.MultiPolygon(SQUARES[1:3]),
        None,
        shapely.Point(1, 1),
        shapely.GeometryCollection([SQUARES[3], shapely.Point(2, 2)]),
    ]
    report = SilentReport()
    layer = read_polygons(write(tmp_path, "gpkg", shapes), report=report)
    assert [shape.geom_type for shape in layer.geometries] == ["Polygon", "MultiPolygon", "MultiPolygon"]
    assert not shapely.has_z(layer.geometries).any()
    assert len(report.warnings) == 2
    curved = tmp_path / "curves.csv"
    curved.write_text('id,WKT\n1,"CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))"\n')
    with pytest.raises(UserError, match="no coordinate system"):
        read_polygons(curved)


def archived(tmp_path, inside=""):
    """A zip with one shapefile."""
    folder = tmp_path / "a"
    folder.mkdir()
    write(folder, "shp", SQUARES[:2], NAME=["Süd", "冰"])
    packed = tmp_path / "ü 冰.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"{inside}{file.name}")
    return packed, folder


def test_archives_folders_and_databases(tmp_path):
    packed, folder = archived(tmp_path)
    member = f"/vsizip/{packed}/umrisse 冰.shp"
    renamed = tmp_path / "b.shp.zip"
    shutil.copy(packed, renamed)
    deeper = archived(tmp_path / "below", "x/y/")[0] if not (tmp_path / "below").mkdir() else None
    for name in (packed, member, f"zip://{packed}!umrisse 冰.shp", renamed, deeper, folder):
        assert read_regions(type(packed)(name)).names == ["Süd", "冰"]


def test_names_that_lead_nowhere(tmp_path):
    packed, _ = archived(tmp_path)
    two = tmp_path / "two.zip"
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a.geojson", "{}")
        archive.writestr("b.geojson", "{}")
    cases = {
        f"/vsizip/{packed}/none.shp": r"is not in the archive; there are: /vsizip/.*umrisse 冰\.shp",
        str(two): r"holds several files; give one of them: /vsizip/.*a\.geojson, /vsizip/.*b\.geojson",
        f"/vsizip/{tmp_path}/gone.zip/a.shp": r"There is no file .*gone\.zip, which /vsizip/",
        str(tmp_path / "empty"): "not a vector file",
        "PG:host=127.0.0.1 port=9 password=secret": r"not a vector file.*",
    }
    (tmp_path / "empty").mkdir()
    for name, words in cases.items():
        with pytest.raises(UserError, match=words) as told:
            read_polygons(type(packed)(name))
        assert "secret" not in told.value.message


SURE = {
    "told by name": ("喜马拉雅山", "gbk", 0, "GBK"),
    "told by number": ("喜马拉雅山", "gbk", 0, "936"),
    "told by Windows' name": ("喜马拉雅山", "gbk", 0, "ANSI 936"),
    "told by the table": ("喜马拉雅山", "gbk", 0x4D, ""),
    "told by the table, Taiwan": ("臺灣", "big5", 0x78, ""),
    "Big5": ("臺灣", "big5", 0, "Big5"),
    "Japan": ("氷河", "shift_jis", 0, "Shift-JIS"),
    "Russia": ("Алтай", "cp1251", 0, "ANSI 1251"),
    "Latin-1": ("Ötztal", "latin-1", 0, "88591"),
    "Latin-1 as ISO": ("Ötztal", "latin-1", 0, "ISO-8859-1"),
    "UTF-8 misspelled": ("喜马拉雅山", "utf-8", 0, "UTF8"),
    "UTF-8 untold": ("喜马拉雅山", "utf-8", 0, ""),
    "UTF-8 and the table says nothing": ("Ötztal", "utf-8", 0x57, ""),
    "UTF-8 said to be Chinese": ("喜马拉雅山", "utf-8", 0, "936"),
    "UTF-8 said to be Latin-1": ("Ötztal", "utf-8", 0, "ISO-8859-1"),
    "UTF-8 and nonsense": ("喜马拉雅山", "utf-8", 0, "nonsense"),
    "UTF-8 that is cut off": ("喜马拉雅山念青唐古拉"[:6], "utf-8", 0, ""),
}
"""Text, its encoding, the table's language, the .cpg: one reading is sure."""


@pytest.mark.parametrize("case", SURE)
def test_texts_of_which_one_reading_is_sure(tmp_path, case):
    text, encoding, language, cpg = SURE[case]
    path = write_shapefile(tmp_path / "s.shp", SQUARES[:1], [text.encode(encoding)], language, cpg)
    report = SilentReport()
    assert read_regions(path, report=report).names == [text]
    assert report.warnings == []


@pytest.mark.parametrize(
    ("text", "encoding", "cpg", "words"),
    [
        ("喜马拉雅山", "gbk", "", r"does not say .* read as Chinese \(GBK\): the first of 'NAME' is '喜马拉雅山'"),
        ("喜马拉雅山", "gbk", "UTF-8", r"says that its texts are UTF-8, and they are not; read as Chinese"),
        ("Ötztal", "latin-1", "", r"does not say .* Western European \(Latin-1\): .* 'Ötztal'"),
        ("Алтай", "cp1251", "", r"does not say .* the first of 'NAME' is"),
    ],
)
def test_texts_of_which_none_is_sure_are_told(tmp_path, text, encoding, cpg, words):
    path = write_shapefile(tmp_path / "s.shp", SQUARES[:2], [text.encode(encoding), b"plain"], 0, cpg)
    report = SilentReport()
    read_regions(path, report=report)
    assert len(report.warnings) == 1
    assert re.search(words, report.warnings[0]), report.warnings[0]


def test_other_formats_whose_texts_are_not_utf_8_are_told(tmp_path):
    for ending in ("gpkg", "geojson", "fgb"):
        path = write(tmp_path, ending, SQUARES[:1], NAME=["ABCDEFGH"])
        path.write_bytes(path.read_bytes().replace(b"ABCDEFGH", "冰川".encode("gbk") + b"WXYZ"))
        report = SilentReport()
        assert read_regions(path, report=report).names == ["冰川WXYZ"]
        assert ["UTF-8, and they are not" in warning for warning in report.warnings] == [True]


def test_codecs_and_readings():
    assert encoding_of_cpg(" utf_8 ") == encoding_of_cpg("65001") == encoding_of_cpg("UTF-8") == "utf-8"
    assert encoding_of_cpg("ISO 88591") == encoding_of_cpg("ISO8859-1") == "iso8859-1"
    assert encoding_of_cpg("") is None
    # Two bytes may be Chinese and UTF-8 at once: then what is told counts.
    assert decode_texts(["一".encode("gbk")], "gb18030").texts == ["一"]
    assert decode_texts([b"plain", None], None) == decode_texts([b"plain", None], "cp1252")


def test_a_name_comes_into_the_inventory_as_it_was_written(tmp_path):
    """Not as what Latin-1 makes of the bytes of UTF-8."""
    inventory = make(tmp_path / "i.gpkg", "EPSG:32613")
    put(inventory, schema.ROCK_GLACIERS, [shapely.box(-109.995, 40.002, -109.993, 40.004)], "EPSG:4326")
    subregions = write_shapefile(tmp_path / "s.shp", SQUARES[:1], ["念青".encode()])
    dem = tmp_path / "none.tif"
    with pytest.raises(UserError, match="There is no DEM"):
        fill_attributes(inventory, Sources(dem=str(dem)), SilentReport(), subregions=subregions)
    from rasterio import Affine

    write_raster(
        dem,
        np.full((1, 100, 100), 3000, np.float32),
        transform=Affine(0.001, 0, -110, 0, -0.001, 40.05),
        crs="EPSG:4326",
    )
    fill_attributes(inventory, Sources(dem=str(dem)), SilentReport(), subregions=subregions)
    assert [row["SUBREGION"] for row in table(inventory, "rock_glaciers")] == ["念青"]

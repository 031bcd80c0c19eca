"""Faults of outlines: found before anything is learnt from them, each with a word and a sentence."""

from __future__ import annotations

import numpy as np
import shapely
from rasters import random_image
from training_ground import MANY, NORTH, PIXEL, SIDE, WEST, image, layer, make, place, refused

FAR = (MANY[0], MANY[3], MANY[12], MANY[15], MANY[5])
ALONE = ("--split", "none")


def faults(made, of=""):
    return {row["NAME"]: row["FAULT"] for row in made.polygons if row["SOURCE"].startswith(of)}


def note(made, name):
    return next(row["NOTE"] for row in made.polygons if row["NAME"] == name)


def label_at(made, x, y):
    """Labels of a place, metres east and south, in all patches that show it."""
    found = set()
    for patch in made.patches:
        label, transform, _ = made.read("labels", patch["NAME"])
        column, row = (int(v) for v in ~transform @ (WEST + x, NORTH - y))
        if 0 <= row < label.shape[1] and 0 <= column < label.shape[2]:
            found.add(int(label[0, row, column]))
    return found


def test_what_shows_without_an_image(tmp_path):
    x, y = FAR[0]
    bow_tie = shapely.Polygon([(WEST, NORTH), (WEST + 400, NORTH - 400), (WEST + 400, NORTH), (WEST, NORTH - 400)])
    line = shapely.LineString([(WEST, NORTH), (WEST + 100, NORTH)])
    first = layer(
        tmp_path / "a.gpkg",
        [place(x, y), place(*FAR[1]), place(*FAR[2], 90, 90), shapely.affinity.translate(bow_tie, 900, -4000), line],
        ID=["good", "at odds", "small", "bow tie", "line"],
    )
    second = layer(tmp_path / "b.gpkg", [place(x + 40, y), place(*FAR[4])], ID=["again", "other"])
    negatives = layer(
        tmp_path / "n.gpkg",
        [place(FAR[1][0] + 100, FAR[1][1]), place(x + 500, y)],
        REASON=["moraine", "talus"],
        NAME=["n1", "n2"],
    )
    made, done = make(
        tmp_path,
        *("--inventory", first, "--inventory", second, "--negatives", negatives),
        *("--image", image(tmp_path / "i.tif"), *ALONE),
    )
    assert faults(made) == {
        "good": "",
        "at odds": "contradicting",
        "small": "too small",
        "bow tie": "",
        "line": "invalid",
        "again": "doubled",
        "other": "",
        "n1": "contradicting",
        "n2": "",
    }
    assert note(made, "again") == "It is the same ground as 'good' of a.gpkg, which is used."
    assert note(made, "at odds") == "It overlaps 'n1' of n.gpkg, which says that there is no target."
    assert note(made, "small").endswith(" m², and 10000 m² are asked for.")
    assert note(made, "bow tie") == "It was invalid and has been repaired."
    assert next(row["shape"] for row in made.polygons if row["NAME"] == "line") is None
    assert {row["REASON"] for row in made.polygons if row["ROLE"] == "negative"} == {"moraine", "talus"}
    counts = made.data["counts"]
    assert counts["faults"] == {"invalid": 1, "too small": 1, "doubled": 1, "contradicting": 2}
    assert (counts["targets"], counts["negatives"], counts["repaired"]) == (3, 1, 1)
    assert "Outlines that are left out (contradicting): 2 of 9." in done.warnings
    assert "Invalid outlines that were repaired: 1 of 9." in done.warnings
    assert label_at(made, x + 120, y + 120) == {1}
    assert label_at(made, x + 270, y + 120) == {255}, "only the second says that it is one"
    assert label_at(made, x + 600, y + 120) == {0}
    assert label_at(made, FAR[1][0] + 20, FAR[1][1] + 20) == set(), "no ground of an outline that is left out"


def test_what_shows_in_the_image(tmp_path):
    values = random_image(SIDE, SIDE) // 4 + 60
    values[0] += 20  # coloured

    def paint(at, wide, what):
        column, row = int(at[0] / PIXEL), int(at[1] / PIXEL)
        values[:, row - wide : row + 12 + wide, column - wide : column + 12 + wide] = what

    paint(FAR[0], 4, np.array([250, 250, 252]).reshape(3, 1, 1))
    paint(FAR[1], 4, 3)
    paint(FAR[2], 0, 0)
    outlines = layer(
        tmp_path / "a.gpkg",
        [place(*at) for at in FAR] + [place(-5_000, 900), place(-180, 4_000)],
        ID=["cloud", "shadow", "void", "good", "good too", "outside", "over the edge"],
    )
    picture = image(tmp_path / "i.tif", values, nodata=0)
    made, done = make(tmp_path, "--inventory", outlines, "--image", picture, *ALONE)
    expected = {"cloud": "", "shadow": "", "void": "void in the image", "good": "", "good too": ""}
    assert faults(made) == {**expected, "outside": "outside the imagery", "over the edge": "outside the imagery"}
    assert {row["NAME"]: row["DOUBT"] for row in made.polygons if row["DOUBT"]} == {
        "cloud": "cloud",
        "shadow": "shadow",
    }
    assert note(made, "void") == "100% of it is void in the imagery."
    assert note(made, "over the edge") == "25% of it lies on the imagery."
    assert "looks like cloud or snow" in note(made, "cloud")
    assert "Outlines that are used and doubted (cloud): 1." in done.warnings
    strict, _ = make(tmp_path, "--replace", "--inventory", outlines, "--image", picture, *ALONE, "--leave-out-doubtful")
    assert {name for name, fault in faults(strict).items() if fault in ("cloud", "shadow")} == {"cloud", "shadow"}


def test_void_pixels_are_unknown(tmp_path):
    values = random_image(SIDE, SIDE)
    x, y = FAR[4]
    values[:, int(y / PIXEL) : int(y / PIXEL) + 6, int(x / PIXEL) : int(x / PIXEL) + 6] = 0
    outlines = layer(tmp_path / "a.gpkg", [place(x, y)])
    made, _ = make(tmp_path, "--inventory", outlines, "--image", image(tmp_path / "i.tif", values, nodata=0), *ALONE)
    assert label_at(made, x + 50, y + 50) == {255}
    assert label_at(made, x + 200, y + 50) == {1}
    assert label_at(made, x + 300, y + 50) == {0}


def test_nothing_that_can_be_used_is_told(tmp_path):
    picture = image(tmp_path / "i.tif")
    small = layer(tmp_path / "a.gpkg", [place(*FAR[0], 50, 50), place(*FAR[1], 50, 50)])
    told = refused(tmp_path, "--inventory", small, "--image", picture)
    assert told.startswith("None of the 2 targets can be used (2 too small); see --minimum-area")
    good = layer(tmp_path / "b.gpkg", [place(*FAR[0])])
    told = refused(tmp_path, "--inventory", good, "--image", picture, *ALONE, "--background", "reviewed")
    assert told.startswith("No ground is known as background, so there is one class only; give --background buffer")


def test_images_that_are_not_alike_are_told(tmp_path):
    outlines = layer(tmp_path / "a.gpkg", [place(*FAR[0])])
    first = image(tmp_path / "i.tif")
    grey = image(tmp_path / "grau.tif", random_image(SIDE, SIDE, bands=1))
    told = refused(tmp_path, "--inventory", outlines, "--image", first, "--image", grey, *ALONE)
    assert "grau.tif has 1 band, but the model needs 3 (red, green, blue)" in told
    deep = image(tmp_path / "tief.tif", random_image(SIDE, SIDE, dtype="uint16"))
    told = refused(tmp_path, "--inventory", outlines, "--image", first, "--image", deep, *ALONE)
    assert "of type uint8 and those of" in told
    assert told.endswith("of type uint16; convert them to one type.")

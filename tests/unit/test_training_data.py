"""Training data: patches of imagery with labels of outlines, kept apart in space."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.training.dataset import open_dataset
from training_ground import BUFFER, MANY, OVERLAP, PATCH, PIXEL, UTM, image, layer, make, place, refused


@pytest.fixture(scope="module")
def simple(tmp_path_factory):
    """16 outlines far from each other, on an image."""
    folder = tmp_path_factory.mktemp("simple")
    outlines = layer(
        folder / "umrisse é 冰.gpkg", [place(*at) for at in MANY], ID=[f"RG{number:02d}" for number in range(16)]
    )
    made, done = make(folder, "--inventory", outlines, "--image", image(folder / "bild 冰.tif"), "--folds", 4)
    return made, done


# What is written


def test_the_folder_says_what_it_holds(simple):
    made, done = simple
    data = made.data
    assert data["format"] == 1
    assert (data["target"], data["bands"], data["dtype"], data["terrain"]) == (
        "rock glacier",
        ["red", "green", "blue"],
        "uint8",
        False,
    )
    assert (data["resolution_m"], data["patch"], data["overlap"]) == (pytest.approx(PIXEL, rel=1e-3), PATCH, OVERLAP)
    assert data["buffer_m"] == BUFFER
    assert data["split"] == {"by": "blocks", "folds": 4, "held_out_share": 0.3, "seed": 0}
    assert [(source["name"], source["kind"], source["polygons"]) for source in data["sources"]] == [
        ("umrisse é 冰.gpkg", "layer", 16)
    ]
    assert data["imagery"] == [{"name": "bild 冰.tif", "terms": ""}]
    assert data["counts"]["targets"] == 16
    assert len(data["areas"]) == 16
    assert data["messages"] == done.warnings
    assert done.result["count"] == data["counts"]["patches"] == len(made.patches)
    names = {patch["NAME"] for patch in made.patches}
    for kind in ("images", "labels"):
        assert {path.stem for path in (made.folder / kind).iterdir()} == names


def test_patches_show_the_pixels_of_the_image(simple):
    made, _ = simple
    with rasterio.open(made.folder.parent / "bild 冰.tif") as dataset:
        for patch in made.patches[::7]:
            values, transform, crs = made.read("images", patch["NAME"])
            assert values.shape == (3, PATCH, PATCH)
            assert crs == dataset.crs
            column, row = ~dataset.transform @ (transform.c, transform.f)
            window = rasterio.windows.Window(round(column), round(row), PATCH, PATCH)
            assert (values == dataset.read(window=window)).all()


def test_labels_are_targets_background_around_them_and_unknown_beyond(simple):
    made, _ = simple
    seen = set()
    for patch in made.patches[::5]:
        label, transform, _ = made.read("labels", patch["NAME"])
        rows, columns = np.indices(label.shape[1:])
        at = shapely.points(*(transform @ (columns + 0.5, rows + 0.5)))
        own = [place(*where) for number, where in enumerate(MANY) if _block(made, number) == patch["BLOCK"]]
        away = shapely.distance(shapely.union_all(own), at)
        told = label[0]
        assert ((told == 1) == (away == 0)).all()
        clear = np.abs(away - BUFFER) > 3  # the edge of a buffer has corners, and UTM is not quite true
        assert ((told == 255) == (away > BUFFER))[clear].all()
        assert [int((told == value).sum()) for value in (0, 1, 255)] == [
            patch[name] for name in ("BACKGROUND", "TARGET", "UNKNOWN")
        ]
        seen |= set(np.unique(told).tolist())
    assert seen == {0, 1, 255}
    assert made.data["counts"]["pixels"]["target"] == sum(patch["TARGET"] for patch in made.patches)


def _block(made, number):
    return next(row["BLOCK"] for row in made.polygons if row["NAME"] == f"RG{number:02d}")


def test_training_reads_it(simple):
    made, _ = simple
    dataset = open_dataset(made.folder)
    assert len(dataset) == len(made.patches)
    assert dataset.sizes_m2() == pytest.approx([240 * 240] * 16, rel=0.01)
    sample = dataset.samples(np.arange(len(dataset)), False)[3]
    assert (sample.label == made.label(sample.name)).all()
    assert sample.image.shape == (3, PATCH, PATCH)
    again, anew = (one.samples(np.arange(4), False)[3] for one in (dataset, dataset.from_the_disk()))
    assert again.image is sample.image, "it is read once, whoever asks next"
    assert anew.image is not sample.image and (anew.image == sample.image).all()


def test_sides_and_folds_are_whole_blocks(simple):
    made, _ = simple
    sides = {(row["BLOCK"], row["FOLD"], row["SIDE"]) for row in made.polygons}
    assert len(sides) == 16
    assert {(patch["BLOCK"], patch["FOLD"], patch["SIDE"]) for patch in made.patches} == sides
    assert sum(side == "validation" for _, _, side in sides) == 5  # 30 % of 16
    assert sorted(fold for _, fold, _ in sides) == sorted([0, 1, 2, 3] * 4)
    assert {row["FAULT"] for row in made.polygons} == {""}


def test_polygons_and_patches_lie_where_they_are(simple):
    made, _ = simple
    back = transform_geometries(np.array([row["shape"] for row in made.polygons], object), "EPSG:4326", UTM)
    for shape, at in zip(back, MANY):
        assert shapely.hausdorff_distance(shape, place(*at)) < 0.01
    _, transform, _ = made.read("images", made.patches[0]["NAME"])
    box = transform_geometries(np.array([made.patches[0]["shape"]], object), "EPSG:4326", UTM)[0]
    assert box.bounds == pytest.approx(
        (transform.c, transform.f - PATCH * PIXEL, transform.c + PATCH * PIXEL, transform.f), abs=0.1
    )


def test_the_same_words_make_the_same_data(simple, tmp_path):
    made, _ = simple
    inputs = made.folder.parent
    again, _ = make(
        tmp_path, "--inventory", inputs / "umrisse é 冰.gpkg", "--image", inputs / "bild 冰.tif", "--folds", 4
    )
    assert {**again.data, "created": ""} == {**made.data, "created": ""}
    assert again.patches == made.patches


# Bad input


def test_what_is_missing_is_told(tmp_path):
    outlines, picture = layer(tmp_path / "a.gpkg", [place(900, 900)]), image(tmp_path / "b.tif")
    assert refused(tmp_path) == "Nothing says where targets are; give --inventory and --image, or --chips."
    assert refused(tmp_path, "--inventory", outlines).endswith("give it with --image.")
    assert "no split is possible" in refused(tmp_path, "--inventory", outlines, "--image", picture)


def test_an_output_with_something_else_is_refused(tmp_path):
    outlines, picture = layer(tmp_path / "a.gpkg", [place(900, 900)]), image(tmp_path / "b.tif")
    words = ("--inventory", outlines, "--image", picture, "--split", "none")
    made, _ = make(tmp_path, *words)
    assert made.data["split"]["folds"] == 1
    assert "holds training data and is not overwritten" in refused(tmp_path, *words)
    (made.folder / "data.json").unlink()
    assert "holds something else than training data" in refused(tmp_path, *words, "--replace")


def test_imagery_of_elsewhere_is_told(tmp_path):
    outlines = layer(tmp_path / "a.gpkg", [place(90_000, 900), place(95_000, 900)])
    told = refused(tmp_path, "--inventory", outlines, "--image", image(tmp_path / "b.tif"))
    assert told.startswith("None of the 2 targets lies on the imagery")

"""STAC items are one scene: from files, and from a web server."""

import json

import numpy as np
import pytest
from affine import Affine
from engine_here import run
from file_server import FileServer
from patchy import patchy_image, save_patchy
from rasters import NORTH_UP, write_raster
from rock_glacier_inventory.engine.jobs.ledger_facts import image_facts
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError

RGB = ("red", "green", "blue")
GEOTIFF = "image/tiff; application=geotiff; profile=cloud-optimized"
KEY = "hunter2/+geheim"


@pytest.fixture(scope="module")
def whole():
    return patchy_image(400, 600)


@pytest.fixture
def folder(tmp_path, whole):
    """Four quads 'quad R C 冰.tif'."""
    folder = tmp_path / "Kacheln é 冰"
    folder.mkdir()
    for row in (0, 200):
        for column in (0, 300):
            write_raster(
                folder / f"quad {row} {column} 冰.tif",
                whole[:, row : row + 200, column : column + 300],
                transform=NORTH_UP @ Affine.translation(column, row),
                nodata=0,
                tiled=True,
                blockxsize=64,
                blockysize=64,
                compress="deflate",
            )
    return folder


def item(href, name="data", number=0, **more):
    asset = {"href": href, "type": GEOTIFF, "roles": ["data"]}
    thumbnail = {"href": "t.tif", "type": GEOTIFF, "roles": ["thumbnail"]}
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"Item-{number}",
        "geometry": None,
        "links": [],
        "properties": {"datetime": "2024-08-01T00:00:00Z"},
        "assets": {name: {**asset, **more}, "t": thumbnail},
    }


def save(path, items):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": items}), "utf-8")
    return path


def read(source):
    with open_scene(str(source), RGB, None, SilentReport()) as scene:
        return scene.read(0, scene.grid.height)[0]


def quads(folder):
    return sorted(path for path in folder.iterdir() if path.suffix == ".tif")


def test_relative_absolute_encoded_and_file_addresses(folder, whole):
    one, two, three, four = quads(folder)
    hrefs = [f"./{one.name}", str(two), three.as_uri(), f"./{four.name.replace(' ', '%20')}"]
    path = save(folder / "items.json", [item(href, number=n) for n, href in enumerate(hrefs)])
    np.testing.assert_array_equal(read(path), whole)


def test_one_item_and_a_list_of_item_files(folder, whole):
    lines = ["# first the items, then an image"]
    for number, quad in enumerate(quads(folder)[:3]):
        single = folder / f"item {number}.json"
        single.write_text(json.dumps(item(quad.name, number=number)), "utf-8")
        lines.append(single.name)
    np.testing.assert_array_equal(read(folder / "item 0.json"), whole[:, :200, :300])
    (folder / "all.txt").write_text("\n".join([*lines, quads(folder)[3].name]), "utf-8")
    np.testing.assert_array_equal(read(folder / "all.txt"), whole)


def test_the_asset_is_the_image_and_can_be_named(folder, whole):
    first, second, *_ = quads(folder)
    several = item(first.name)
    several["assets"]["visual"] = {"href": second.name, "type": GEOTIFF}
    several["assets"]["info"] = {"href": "info.json", "type": "application/json", "roles": ["data"]}
    path = save(folder / "items.json", [several])
    with pytest.raises(UserError, match=r"'Item-0' in .*items\.json has several images \(data, visual\)"):
        read(path)
    np.testing.assert_array_equal(read(f"{path}#data"), whole[:, :200, :300])
    np.testing.assert_array_equal(read(f"{path}#visual"), whole[:, :200, 300:])
    with pytest.raises(UserError, match=r"has no asset 'red'; it has: data, t, visual, info"):
        read(f"{path}#red")
    without_type = item(first.name, "analytic", type=None, roles=None)
    np.testing.assert_array_equal(read(save(path, [without_type])), whole[:, :200, :300])
    only = item(first.name, "B0", roles=[])
    np.testing.assert_array_equal(read(save(path, [only])), whole[:, :200, :300])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is not JSON"),
        ('{"type": "Collection", "links": []}', "holds a STAC Collection and no STAC items"),
        ('{"type": "FeatureCollection", "features": []}', "There is no image in"),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature"}]}', "no STAC items"),
        ("[1, 2]", "holds something else and no STAC items"),
        (json.dumps(item("s3://bucket/a.tif")), "'data' of the item 'Item-0' .* is at s3://"),
        (json.dumps(item("gone.tif")), r"There is no file .*gone\.tif, which .*a\.json lists"),
        (json.dumps(item("a.png", type="image/png")), "has no image"),
    ],
)
def test_what_is_no_item_list_is_refused(tmp_path, content, words):
    (tmp_path / "a.json").write_text(content, "utf-8")
    with pytest.raises(UserError, match=words):
        read(tmp_path / "a.json")


def test_a_ledger_knows_the_items_but_not_their_signature(tmp_path):
    def facts(href, **more):
        return image_facts(str(save(tmp_path / "items.json", [item(href, **more)])))

    before = facts("https://a.org/x.tif?band=1&se=2026&sig=one")
    assert facts("https://a.org/x.tif?band=1&se=2027&sig=two") == before
    assert facts("https://a.org/y.tif?band=1&se=2027&sig=two") != before
    assert facts("https://a.org/x.tif?sig=two", **{"file:size": 5}) != before
    assert facts("https://a.org/x.tif?band=1") != facts("https://a.org/x.tif?band=2")
    assert facts("https://a.org/x.tif?api_key=1") == facts("https://a.org/x.tif?api_key=2")


def of_server(server, folder, **more):
    from urllib.parse import quote

    sign = "" if server.key is None else f"?sig={quote(server.key, safe='')}"
    hrefs = [f"{server.address}/{quote(quad.name)}{sign}" for quad in quads(folder)]
    return save(folder / "items.json", [item(href, number=n, **more) for n, href in enumerate(hrefs)])


def test_from_a_web_server_by_pieces(folder, whole):
    with FileServer(folder) as server:
        path = of_server(server, folder)
        np.testing.assert_array_equal(read(path), whole)
        assert len(server.ranges) >= 4
        (folder / "all.txt").write_text(f"{server.address}/quad%200%20300%20%E5%86%B0.tif\n", "utf-8")
        np.testing.assert_array_equal(read(folder / "all.txt"), whole[:, :200, 300:])


def written(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("trouble", ["none", "wrong key", "gone", "breaks later"])
def test_a_key_is_in_no_file_message_or_log(folder, tmp_path, monkeypatch, trouble):
    out, temporary = tmp_path / "out", tmp_path / "temporary"
    out.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with FileServer(folder, KEY) as server:
        path = of_server(server, folder)
        if trouble == "wrong key":
            server.key = "other"
        if trouble == "gone":
            quads(folder)[1].unlink()
        if trouble == "breaks later":  # after its header was read: the pixels lie behind it
            broken = quads(folder)[0]
            broken.write_bytes(broken.read_bytes()[:2000])
        done = run(
            "detect",
            "--input",
            path,
            "--model",
            save_patchy(tmp_path),
            "--output",
            out / "c.gpkg",
            "--probability",
            out / "p.tif",
            "--ledger",
            out / "ledger",
            environment={"OMP_NUM_THREADS": "1"},
        )
    if trouble == "none":
        assert done.result["candidates"] > 0
    else:
        assert done.code == 1
        assert "cannot be" in done.error
        assert trouble == "breaks later" or server.address in done.error
    said = (json.dumps(done.messages) + done.log).encode() + written(out) + written(temporary)
    for form in (KEY, "hunter2", "geheim"):
        assert form.encode() not in said
    assert not list(temporary.iterdir())

"""One rule for the name of an image, whoever writes it."""

import pytest
from rock_glacier_inventory.inventory.imagery import join_names, names_in, source_name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/data/2021/scene.tif", "scene.tif"),
        ("scene.tif", "scene.tif"),
        ("quads/scene.tif", "scene.tif"),
        ("../scene", "scene"),
        ("/data/quads/", "quads"),
        ("/data/quads", "quads"),
        ("/data/quads/*.tif", "quads/*.tif"),
        (r"C:\Users\Ann\scene.tif", "scene.tif"),
        ("D:/imagery/scene é 冰.tif", "scene é 冰.tif"),
        (r"\\server\share\scene.tif", "scene.tif"),
        ("/data/items.json#visual", "items.json#visual"),
        ("/vsizip/quads.zip/a.tif", "a.tif"),
        ("/vsizip/{/data/quads.zip}/a.tif", "a.tif"),
        ("/vsicurl/https://data.example.org/a.tif?token=abc123", "a.tif"),
        ("/vsicurl?max_retry=3&url=https%3A%2F%2Fdata.example.org%2Fa.tif%3Fkey%3Dabc123", "a.tif"),
        ("https://data.example.org/quads/a%20b.tif?token=abc123#x", "a b.tif"),
        ("https://ann:pw12345@data.example.org", "data.example.org"),
        ("https://tiles.example.org/{z}/{x}/{y}.png?api_key=abc123", "tiles.example.org"),
        ("type=xyz&url=https%3A%2F%2Ftiles.example.org%2F%7Bz%7D%2F%7Bx%7D%2F%7By%7D.png&zmax=18", "tiles.example.org"),
        ('NETCDF:"/data/scene.nc":red', "scene.nc:red"),
        # What is no path stays as it is.
        ("Basemap é 冰", "Basemap é 冰"),
        ("Sentinel-2, summer/autumn 2021", "Sentinel-2, summer/autumn 2021"),
        ("Basemap: ESRI 2021.08", "Basemap: ESRI 2021.08"),
        ("Planet; Q3", "Planet, Q3"),
        ("  scene ", "scene"),
        ("", ""),
    ],
)
def test_an_image_is_called_by_the_last_part_of_its_path(source, name):
    assert source_name(source) == name
    assert source_name(name) == name, "the rule changes nothing when it is applied again"


def test_no_key_survives_in_a_name():
    for source in ("/data/api_key=S3cr3tV4lue", "Layer token=S3cr3tV4lue", "https://x.org/a?b;key=S3cr3tV4lue"):
        assert "S3cr3tV4lue" not in source_name(source)


def test_several_names_stand_in_one_field():
    joined = join_names(["scene.tif", "second.tif", "scene.tif", ""])
    assert joined == "scene.tif; second.tif"
    assert names_in(joined) == ["scene.tif", "second.tif"]
    assert names_in(None) == names_in("") == []


def test_names_are_cut_between_and_not_inside_where_the_field_is_too_short():
    assert join_names(["a" * 200, "b" * 200], 254) == "a" * 200
    assert join_names(["a" * 300], 254) == "a" * 254

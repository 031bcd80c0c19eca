"""Several names in one text: written and read again, whatever the names hold."""

from __future__ import annotations

import os

import pytest
from rock_glacier_inventory.engine.command_line import parse
from rock_glacier_inventory.inventory.naming.source_names import (
    are_there,
    files_like,
    is_pattern,
    joined,
    names_in,
    with_each,
)


@pytest.mark.parametrize(
    "names",
    [
        ["a.nc"],
        ["a.nc", "b 冰.nc"],
        ["a;b.nc", "c.nc"],
        ['a"b;c.nc', "d.nc"],
        ['"q".nc', "e.nc"],
        ['NETCDF:"a;b.nc":t2m', "/vsizip/x.zip/y.tif"],
        ["*.nc", "folder [1]/*.tif", r"C:\data\a.nc"],
    ],
)
def test_what_is_joined_is_read_again(names):
    assert names_in(joined(names)) == names


def test_what_people_and_qgis_write():
    assert names_in(" a.nc ; b.nc;") == ["a.nc", "b.nc"]
    assert names_in('"/x/a b.nc" "/x/c.nc"') == ["/x/a b.nc", "/x/c.nc"]
    assert with_each("a.nc;b.nc", str.upper) == "A.NC;B.NC"
    assert names_in("MSSQL:server=a;database=b") == ["MSSQL:server=a;database=b"]
    assert names_in("https://a.org/x.tif;https://a.org/y.tif") == ["https://a.org/x.tif", "https://a.org/y.tif"]


def test_what_is_there_is_one_name(tmp_path, monkeypatch):
    folder = tmp_path / "a;b [1] 冰"
    folder.mkdir()
    for name in ("x;y.nc", "z.nc", "z.tif"):
        (folder / name).write_bytes(b"")
    assert names_in(folder / "x;y.nc") == [str(folder / "x;y.nc")]
    assert names_in(f"{folder}/*.nc") == [f"{folder}/*.nc"]
    assert names_in(f"{folder}/**/*/*.nc") == [f"{folder}/**/*/*.nc"]
    assert names_in("x;y.nc", folder) == ["x;y.nc"]
    assert is_pattern(f"{folder}/*.nc")
    assert not is_pattern(f"{folder}/z.nc")
    assert not is_pattern("https://a.b/c?d=*")
    assert files_like(f"{folder}/*.nc") == [str(folder / "x;y.nc"), str(folder / "z.nc")]
    assert files_like(f"{tmp_path}/**/*.tif") == [str(folder / "z.tif")]
    monkeypatch.chdir(folder)
    assert files_like("z.*") == ["z.nc", "z.tif"]
    assert are_there("z.nc;*.tif")
    assert not are_there("z.nc;*.hdf")
    assert not are_there("z.nc;gone.nc")
    assert are_there(os.fspath(folder))


def test_an_option_may_be_given_several_times():
    words = ["attributes", "--inventory=a.gpkg", "--maat=a.nc", "--maat=b;c.nc", "--dem=x.tif"]
    request = parse(words)[1]
    assert request.maat == "a.nc;b;c.nc"
    assert request.dem == "x.tif"
    assert request.magt is None


def test_images_may_be_given_several_times():
    words = ["detect", "--model=m", "--input=a.tif", "--input=b.tif", "--fill=c.tif;d.tif", "--fill=e.tif"]
    request = parse(words)[1]
    assert (request.input, request.fill) == ("a.tif;b.tif", "c.tif;d.tif;e.tif")

"""A publication: what is in its folder, what of it another program reads, and what never goes out."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import engine_here
import pytest
from exchanged import tables_in
from mapping import ME, candidate_outline, candidate_squares, make_inventory, open_inventory, square
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS, RUNS
from rock_glacier_inventory.inventory.secrets import without_private

ROOT = Path(__file__).resolve().parents[2]
DAY = "--date=2026-03-04"
CARD = json.loads((ROOT / "models" / "cards" / "simulated-alpine.json").read_text("utf-8"))
PEOPLE = ("--creator=Ann Mapper; 0000-0002-1825-0097; ETH Zürich 冰", "--creator=van der Meer, Bo")
KEY = "0123456789abcdef"
OF_TPROGI = {"cpg", "dbf", "fgb", "gpkg", "prj", "qmd", "shp", "shx"}


def publish(inventory, output, *more, report=False):
    """A publication; only of some with a report, which takes longest."""
    words = (f"--inventory={inventory}", f"--output={output}", DAY, *more, *(() if report else ("--without-report",)))
    done = engine_here.run("publish", *words)
    assert done.code == 0, done
    return done


def not_published(inventory, output, *more):
    done = engine_here.run("publish", f"--inventory={inventory}", f"--output={output}", *more)
    assert done.code == 1, done
    return done.error


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def bytes_of(folder):
    return {name: (folder / name).read_bytes() for name in files_in(folder)}


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill(path, fields, *rows):
    with closing(open_inventory(path)) as store, store.fill(ROCK_GLACIERS) as filling:
        filling.update_many(ROCK_GLACIERS, fields, rows)


def names_of(path):
    with closing(open_inventory(path)) as store:
        return [name for _, name in store.rows(ROCK_GLACIERS, ("ID",))]


@pytest.fixture
def inventory(tmp_path):
    return mapped(tmp_path)


def mapped(folder):
    """Four rock glaciers that a mapper accepted, attributes as if computed, and one candidate that is none."""
    path = make_inventory(folder / "Tibet 冰.gpkg", candidate_squares(5))
    with closing(open_inventory(path)) as store:
        for fid in (1, 2, 3, 4):
            operations.remain(store, fid, candidate_outline(store, fid), ME)
        operations.remove(store, 5, "talus", ME)
    fill(path, ["ELE_MEAN", "STALE"], *((4700.0 + fid, 0, fid) for fid in (1, 2, 3, 4)))
    return path


def found_by(path, *runs):
    """Runs that are recorded in an inventory: id, model, SHA-256, source."""
    with closing(open_inventory(path)) as store, store.fill(CANDIDATES) as filling:
        for number, (name, model, sha256, source) in enumerate(runs):
            values = dict.fromkeys(RUNS.field_names)
            values |= {"RUN_ID": name, "TIME": f"2026-01-0{number + 1}T00:00:00.000Z", "COMMAND": "detect"}
            values |= {"MODEL": model, "MODEL_HASH": sha256, "SOURCE": source, "THRESHOLD": 0.5}
            filling.run(tuple(values.values()))


# The folder


WORDS = (*PEOPLE, "--dialect=tprogi", "--dialect=rgik-released", "--doi=10.5281/zenodo.1")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """An inventory, the folder of its publication with a report, and what was told."""
    folder = tmp_path_factory.mktemp("published")
    inventory = mapped(folder)
    return inventory, folder / "out 冰", publish(inventory, folder / "out 冰", *WORDS, report=True)


def test_a_publication_has_data_metadata_and_checksums(published):
    _, folder, done = published
    tables = [f"data/tprogi/Tibet 冰_{what}" for what in ("Extended_Footprint", "Primary_Marker")]
    data = [f"{name}.{end}" for name in tables for end in OF_TPROGI]
    data += [f"data/rgik-released/Tibet 冰_AOI-PM-MA-GO.{end}" for end in ("gpkg", "qmd")]
    data += [f"data/{dialect}/README.txt" for dialect in ("tprogi", "rgik-released")]
    beside = ["CITATION.cff", "README.md", "SHA256SUMS", "datacite.json", "iso19139.xml", "ro-crate-metadata.json"]
    files = files_in(folder)
    tables = [name for name in files if name.startswith("report/report_tables/") and name.endswith(".csv")]
    report = ["report/report.html", "report/report.pdf", *tables]
    assert files == sorted([*data, *beside, *report]) == done.result["files"] and len(tables) > 5
    readme = (folder / "README.md").read_text("utf-8")
    assert readme.startswith("# t\n\nAn inventory of 4 rock glaciers with a total area of ")
    assert "Version 1.0, 2026-03-04. This is the first publication of it." in readme
    assert "Mapper, Ann; van der Meer, Bo (2026): t. Version 1.0. [Data set]." in readme
    assert "4 remain" in readme and "Mappers: Ann Mapper." in readme
    assert [len(rows) for rows in tables_in(folder / "data" / "tprogi").values()] == [4, 4]
    assert done.result["outlines"] == 4 and done.result["licence"] == "CC-BY-4.0"


def test_the_sums_are_those_of_all_files_as_another_program_counts_them(inventory, tmp_path):
    publish(inventory, tmp_path / "out 冰")
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(check, cwd=tmp_path / "out 冰", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(files_in(tmp_path / "out 冰")) - 1
    with (tmp_path / "out 冰" / "README.md").open("a") as file:
        file.write("x")
    assert subprocess.run(check, cwd=tmp_path / "out 冰", capture_output=True).returncode == 1


def test_the_same_inventory_gives_the_same_bytes(published, tmp_path):
    inventory, folder, _ = published
    publish(inventory, tmp_path / "other", *WORDS, report=True)
    one, other = bytes_of(folder), bytes_of(tmp_path / "other")
    assert [name for name in one if one[name] != other[name]] == [] and one.keys() == other.keys()
    header = one["data/tprogi/Tibet 冰_Primary_Marker.dbf"][1:4]
    assert tuple(header) == (126, 3, 4), "the day of the publication, not today"


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """What the validators of the field say, of all that metadata can tell."""
    python = ROOT / ".venv" / "publication" / "bin" / "python"
    if not python.exists():
        pytest.skip("the validators of metadata are not installed (setup.sh says why)")
    folder = tmp_path_factory.mktemp("judged冰")  # the validator of crates cannot do with a blank
    path = make_inventory(folder / "Tibet 冰.gpkg", candidate_squares(3))
    with closing(open_inventory(path)) as store:
        for fid in (1, 2, 3):
            operations.remain(store, fid, candidate_outline(store, fid), ME)
    told = ("--title=Roches & <glaces> “冰”", "--version=2.1-rc1", "--publisher=Zenodo", "--open=include")
    publish(path, folder / "out", *told, *PEOPLE, "--doi=https://doi.org/10.5281/zenodo.1234567")
    judge = [python, Path(__file__).with_name("publication_judge.py"), folder / "out"]
    done = subprocess.run(judge, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_citation_is_valid_and_names_the_people(judged):
    bibtex = judged["citation"]["bibtex"]
    assert "author = {Mapper, Ann and van der Meer, Bo}" in bibtex
    assert "doi = {10.5281/zenodo.1234567}" in bibtex and "title = {Roches & <glaces> “冰”}" in bibtex


def test_datacite_is_valid(judged):
    assert judged["datacite"]["errors"] == []


def test_iso_is_valid_and_says_the_same_to_another_program(judged):
    iso = judged["iso"]
    assert iso["errors"] == []
    assert (iso["title"], iso["edition"], iso["system"]) == ("Roches & <glaces> “冰”", "2.1-rc1", "EPSG:4326")
    assert iso["people"] == ["Ann Mapper", "Bo van der Meer"]
    assert iso["box"] == pytest.approx([97.2, 28.1, 97.224, 28.104], abs=1e-6)
    assert iso["rights"][0].startswith("Creative Commons Attribution 4.0 International (CC-BY-4.0)")


def test_the_crate_is_valid_and_lists_each_file(judged):
    crate = judged["crate"]
    assert [issue for issue in crate["issues"] if issue.startswith("REQUIRED")] == []
    allowed = ("The author SHOULD have a", "The organization SHOULD have a URL")
    assert [issue for issue in crate["issues"] if not any(word in issue for word in allowed)] == []
    assert (crate["name"], crate["version"]) == ("Roches & <glaces> “冰”", "2.1-rc1")
    assert {"README.md", "data/tprogi/Tibet 冰_Primary_Marker.gpkg", "iso19139.xml"} <= set(crate["files"])


def test_an_extent_over_180_degrees_is_the_small_one(tmp_path):
    path = make_inventory(tmp_path / "i.gpkg", [square(179.9, 66.0), square(-179.95, 67.0)])
    with closing(open_inventory(path)) as store:
        for fid in (1, 2):
            operations.remain(store, fid, candidate_outline(store, fid), ME)
    publish(path, tmp_path / "out", "--open=include")
    [place] = json.loads((tmp_path / "out" / "datacite.json").read_text("utf-8"))["geoLocations"]
    assert place["geoLocationBox"] == {
        "westBoundLongitude": 179.9,
        "eastBoundLongitude": -179.946,
        "southBoundLatitude": 66.0,
        "northBoundLatitude": 67.004,
    }


def test_one_creator_stands_without_a_list(inventory, tmp_path):
    """As the specification of RO-Crate recommends."""
    publish(inventory, tmp_path / "out")
    graph = json.loads((tmp_path / "out" / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    [root] = [one for one in graph if one["@id"] == "./"]
    assert root["creator"] == root["author"] == {"@id": "#creator-1"}
    [person] = [one for one in graph if one["@id"] == "#creator-1"]
    assert (person["@type"], person["familyName"]) == ("Person", "Mapper")


# Of what it was made


def test_cards_of_models_that_found_candidates_are_there(inventory, tmp_path):
    sha256 = CARD["sha256"]
    found_by(
        inventory,
        ("c", "simulated-alpine", sha256, "scene.tif"),  # the candidates are of this run
        ("d", "debris-cover-s2", "ab" * 32, "scene.tif"),
    )
    done = publish(inventory, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "models" / "simulated-alpine.json").read_text("utf-8")) == CARD
    assert files_in(tmp_path / "out" / "models") == ["simulated-alpine.json"]
    assert [(run["RUN_ID"], run["MODEL"]) for run in table(tmp_path / "out" / "runs.csv")] == [
        ("c", "simulated-alpine"),
        ("d", "debris-cover-s2"),
    ]
    assert not any("No card" in one for one in done.warnings)


def test_a_model_with_other_weights_than_its_card_says_has_no_card(inventory, tmp_path):
    found_by(inventory, ("c", "simulated-alpine", "ab" * 32, "scene.tif"))
    done = publish(inventory, tmp_path / "out")
    assert not (tmp_path / "out" / "models").exists()
    assert "No card of the model simulated-alpine is at hand, so the publication has none." in done.warnings
    assert "No card was at hand of these models: simulated-alpine." in (tmp_path / "out" / "README.md").read_text()


def test_no_folder_and_no_key_goes_out(inventory, tmp_path):
    home = "/home/ann 冰/secret place"
    address = f"https://tiles.example.org/a/b.png?api_key={KEY}"
    found_by(inventory, ("c", "simulated-alpine", CARD["sha256"], f"{home}/scene.tif"), ("d", "m", "a", address))
    fill(
        inventory,
        ["SOUR_DATA", "COMMENT", "ADDI_INF"],
        (f"{home}/scene.tif", "see C:\\Users\\ann\\notes 冰.txt", f"{address}, 2021", 1),
    )
    own = tmp_path / "models"
    shutil.copytree(ROOT / "models" / "cards", own, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    card = {**CARD, "training_data": f"tiles in {home}/tiles; token={KEY}"}
    (own / "simulated-alpine.json").write_text(json.dumps(card), "utf-8")
    done = publish(
        inventory,
        tmp_path / "out",
        "--dialect=tprogi,rgik",
        f"--models-folder={own}",
        f"--title=From {home}/i.gpkg",
        f"--description=password={KEY}",
        report=True,
    )
    for name, content in bytes_of(tmp_path / "out").items():
        for word in (home, KEY, "Users", str(tmp_path), str(Path.home()) + "/"):
            assert word.encode() not in content, (name, word)
    row = tables_in(tmp_path / "out" / "data" / "tprogi")["GO"][0]
    assert (row["SOUR_DATA"], row["ADDI_INF"]) == ("scene.tif", "https://tiles.example.org/a/b.png?api_key=***, 2021")
    assert any("folders of a computer, keys and passwords were taken out" in one for one in done.warnings)
    assert (tmp_path / "out" / "README.md").read_text("utf-8").startswith("# From i.gpkg\n")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("file:///C:/Data/a b/x.tif", "x.tif"),
        ("\\\\server\\share\\ann\\x.tif", "x.tif"),
        ("(/mnt/d/x.tif)", "(x.tif)"),
        ("~/data/x.tif; /data/y.tif", "x.tif; y.tif"),
        ("SOURCE=/data/x.tif", "SOURCE=x.tif"),
        ("https://a.org/b/c.png", "https://a.org/b/c.png"),
        ("3 m/s, and/or 4 km/h / 5; Q3/Q4 2021", "3 m/s, and/or 4 km/h / 5; Q3/Q4 2021"),
        ("Lhasa: 2021; a:b/c", "Lhasa: 2021; a:b/c"),
        ("doi:10.5194/essd-16-5703-2024", "doi:10.5194/essd-16-5703-2024"),
    ],
)
def test_of_a_path_the_name_is_left_and_other_texts_stay(text, left):
    assert without_private(text) == left


# What is open


@pytest.mark.parametrize("order", ["rgik,tprogi", "tprogi,rgik"])
def test_what_is_open_in_one_dialect_is_left_out_of_all(inventory, tmp_path, order):
    fill(inventory, ["STALE"], (1, 2))
    stale = names_of(inventory)[1]
    told = f"1 with attributes older than the outline, or not computed ({stale})"
    assert told in not_published(inventory, tmp_path / "out", f"--dialect={order}")
    assert not (tmp_path / "out").exists()
    done = publish(inventory, tmp_path / "out", f"--dialect={order}", "--open=leave-out")
    for dialect in ("rgik", "tprogi"):
        for rows in tables_in(tmp_path / "out" / "data" / dialect).values():
            assert stale not in {row.get("ID", row.get("PrimaryID")) for row in rows}
    assert len(tables_in(tmp_path / "out" / "data" / "rgik")["GO"]) == done.result["outlines"] == 3
    why = "with attributes older than the outline, or not computed"
    assert table(tmp_path / "out" / "open.csv") == [{"ID": stale, "WHY": why}]
    assert "which were left out" in (tmp_path / "out" / "README.md").read_text("utf-8")
    assert publish(inventory, tmp_path / "all", f"--dialect={order}", "--open=include").result["outlines"] == 4


def test_an_inventory_without_anything_decided_is_not_published(tmp_path):
    path = make_inventory(tmp_path / "i.gpkg", candidate_squares(1))
    assert "1 candidates that nobody has decided on" in not_published(path, tmp_path / "out")
    told = not_published(path, tmp_path / "out", "--open=leave-out", *PEOPLE)
    assert "would be published; map or decide something first." in told
    assert not (tmp_path / "out").exists()


# All or nothing


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--creator=Ann; 0000-0002-1825-0098"], "The ORCID 0000-0002-1825-0098 of Ann has a wrong digit"),
        (["--creator=;x"], "names nobody"),
        (["--doi=zenodo.12"], "--doi 'zenodo.12' is no DOI; one looks like 10.5281/zenodo.1234567."),
        (["--version=one two"], "--version 'one two' cannot be a version"),
        (["--date=04.03.2026"], "--date '04.03.2026' is no day; write it as 2026-11-30."),
        (["--dialect=tprogi,other"], "'other' of --dialect is none of the dialects; there are: tprogi, rgik"),
        (["--formats=doc"], "'doc' of --formats is none of the formats"),
        (["--name=a/b"], "'a/b' cannot be part of a file's name"),
        (["--previous=nowhere.zip"], "There is no publication nowhere.zip"),
    ],
)
def test_what_is_asked_wrongly_is_told(inventory, tmp_path, more, said):
    assert said in not_published(inventory, tmp_path / "out", *more)
    assert not (tmp_path / "out").exists()


def test_who_made_it_must_be_known(inventory, tmp_path):
    fill(inventory, ["MAPPER"], *((None, fid) for fid in (1, 2, 3, 4)))
    told = not_published(inventory, tmp_path / "out")
    assert told == 'Nobody is named who made this inventory; say it with --creator "Name; ORCID; affiliation".'


def test_a_folder_that_is_not_empty_is_left_alone(inventory, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert "is there and is not overwritten" in not_published(inventory, tmp_path / "out")
    assert files_in(tmp_path / "out") == ["mine.txt"]


def test_a_disk_that_is_full_in_the_middle_leaves_nothing(inventory, make_small_disk):
    disk = make_small_disk("full", "1600k")
    fill(inventory, ["ADDI_INF"], *(("冰" * 100_000, fid) for fid in (1, 2, 3, 4)))
    for size in (1_000_000, 350_000):  # before anything is written, and after some of it
        (disk / "other").write_bytes(b"0" * size)
        assert (shutil.disk_usage(disk).free < 2**20) is (size == 1_000_000)
        assert "The disk is full" in not_published(inventory, disk / "out")
        assert files_in(disk) == ["other"]


def test_an_inventory_is_only_read(inventory, tmp_path):
    before = inventory.read_bytes()
    os.chmod(inventory, 0o444)
    publish(inventory, tmp_path / "out")
    assert inventory.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["Tibet 冰.gpkg", "out"]

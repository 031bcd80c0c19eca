"""The paper's sources as they are downloaded, by real clicks: chosen, told, and all attributes computed from them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from .beginnings import engine_python
from .desk import Session, check_went_well, make_desk, number_of_colours

SHOTS = (
    "downloads-settings",
    "downloads-settings-1366x740",
    "downloads-settings-1600x860",
    "downloads-settings-330x600",
    "downloads-log",
    "downloads-glaciers",
    "downloads-looked-at",
)


@pytest.fixture(scope="module")
def session(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "downloads é 冰")
    script = Path(__file__).with_name("downloads.py")
    subprocess.run([engine_python(), str(script), str(desk.folder / "downloads")], check=True)
    return desk.run("dock_downloads.py", sample)


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session, is_log_empty=False)


def test_the_lines_say_what_the_folders_are(session: Session) -> None:
    lines = session.report["lines"]
    assert lines["dem"] == "✓ NASADEM, 2 of 2 outlines lie on it"
    assert lines["maat"].startswith("✓ FLDAS Noah monthly, 1982-01 to 1982-12, monthly, 12 steps, 2 of 2")
    assert lines["precipitation"].startswith("✓ IMERG monthly, 2001-01 to 2001-12")
    assert lines["magt"] == "✓ Obu 2018 ground temperature, one mean, 2 of 2 outlines lie on it"
    assert lines["permafrost"].startswith("✓ ")


def test_the_inventory_remembers_them_beside_itself(session: Session) -> None:
    sources = session.report["sources"]
    kept = {key: sources[f"source_{key}"] for key in ("dem", "maat", "precipitation", "magt")}
    assert kept == {"dem": "NASADEM", "maat": "FLDAS 冰", "precipitation": "IMERG", "magt": "Obu"}
    assert sources["source_permafrost"].startswith("zones/")


def test_all_attributes_are_those_of_the_sources(session: Session) -> None:
    assert session.report["filled"] == {"ok": True, "count": 2}
    first, second = session.report["values"]
    assert first["ELE_MEAN"] == pytest.approx(5600 - 1200 * 0.45, abs=3)  # 30.55° N in a tile that ends at 31°
    assert first["ASPECT"] == pytest.approx(180, abs=0.5)
    assert first["SLO_MEAN"] == pytest.approx(0.62, abs=0.02)  # 1 200 m over a degree of latitude
    assert 1500 < first["PISR"] < 3000
    # 270 K in the southern row of 29.55° N, 0.1 K colder by row to the north
    assert first["MAAT"] == pytest.approx(270 - 1.0 - 273.15, abs=0.06)
    assert first["MAGT"] == second["MAGT"] == pytest.approx(-1.5)
    # 0.05 mm/h in the western column of 88.05° E, 0.001 mm/h more by column to the east
    assert first["AP"] == pytest.approx(8760 * (0.05 + 0.030), rel=0.01)
    assert second["AP"] - first["AP"] == pytest.approx(8.76, rel=0.05)
    assert first["PERMAFROST"] == second["PERMAFROST"] == "discontinuous"


def test_the_run_names_the_products(session: Session) -> None:
    groups = json.loads(session.report["runs"])["groups"]
    found = {name: group.get("product") for name, group in groups.items()}
    assert found["terrain"] == found["radiation"] == "NASADEM"
    assert found["air-temperature"] == "FLDAS Noah monthly"
    assert found["precipitation"] == "IMERG monthly"
    assert found["ground-temperature"] == "Obu 2018 ground temperature"


def test_two_regions_of_glaciers_count_once(session: Session) -> None:
    ok, shares, run = session.report["flagged"]
    assert (ok, shares) == (True, [[1.0]])
    groups = json.loads(run)["groups"]
    assert (groups["glaciers"]["products"], groups["glaciers"]["files"]) == (["RGI 6.0"], 2)
    assert session.report["looked at"] == [True, 1]


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_are_no_blanks(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 20

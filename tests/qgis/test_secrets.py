"""No key is in anything that is printed or written, wherever in a source it stands and whatever fails."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)
from qgis.PyQt.QtCore import Qt
from rock_glacier_inventory.inventory.environment import networks_folder
from rock_glacier_inventory.processing_provider.capture.asking import network
from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider

from ..qgis_profile import Profile, make_profile
from .conftest import MODEL
from .logins import stored_login
from .loopback import Answer
from .scene_tiles import share_networks
from .test_capture_process import capture
from .test_capture_tiles import X, Y, tiles
from .test_qgis_process import call
from .tile_server import KEY, Tile, TileServer, tile_server
from .wms_server import wms_server

TIME_OUT, TIME_OUT_MS = "qgis/networkAndProxy/networkTimeout", 1500
"""QGIS's setting."""
LATE = Answer(delay=2.5)
CUT = Answer(b"x" * 9000, cut_after=5)
IN_UTM = "500000,504000,3100000,3104000 [EPSG:32645]"


@pytest.fixture
def server() -> Iterator[TileServer]:
    with tile_server() as server:
        yield server


def address(server: TileServer, user: str = "", path: str = "tiles", query: str = "") -> str:
    url = f"http://{user}127.0.0.1:{server.port}/{path}/{{z}}/{{x}}/{{y}}.png{query}"
    return f"type=xyz&url={quote(url, safe=':/?{}@')}&zmin=0&zmax=19"


SOURCES: dict[str, Callable[[TileServer], str]] = {
    "query": lambda server: address(server, query=f"?api_key={KEY}"),
    "query without a name": lambda server: address(server, query=f"?{KEY}"),
    "path": lambda server: address(server, path=KEY),
    "bare address": lambda server: f"http://127.0.0.1:{server.port}/{KEY}/{{z}}/{{x}}/{{y}}.png",
    "user info": lambda server: address(server, user=f"ada:{KEY}@"),
    "header": lambda server: address(server) + f"&http-header:X-Api-Key={KEY}",
    "user and password": lambda server: address(server) + f"&username=ada&password={KEY}",
    "configuration": lambda server: address(server) + f"&authcfg={stored_login('ada', KEY).id()}",
}


def misbehave(tile: Tile, number: int) -> Answer | None:
    """Faults in a row, each in a column of its own; the row below is well."""
    faults = {X: Answer(b"", 404), X + 1: Answer(b"", 403), X + 2: CUT, X + 3: LATE}
    return faults.get(tile[1]) if tile[2] == Y else None


def assert_in_no_file(folder: Path) -> None:
    for path in folder.rglob("*"):
        assert KEY not in str(path)
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


# ---- as in the toolbox


@dataclass
class Said:
    """All that came of a run, as text."""

    ours: list[str]
    """Feedback, outputs, errors, and what was printed."""
    log: list[str]
    """QGIS's log, which its own providers write into, too."""


def assert_in_no_text(texts: list[str]) -> None:
    telling = [line for text in texts for line in text.splitlines() if KEY in line]
    assert not telling


@pytest.fixture
def run_and_hear(
    provider: RockGlacierProvider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Said]]:
    """Runs an algorithm as the toolbox does."""
    monkeypatch.setenv("ROCK_GLACIER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(network, "FIRST_PAUSE", 0.02)
    QgsSettings().setValue(TIME_OUT, TIME_OUT_MS)
    logged: list[str] = []

    def note(text: str, tag: str, level: Qgis.MessageLevel) -> None:
        logged.append(f"{tag}: {text}")

    log = QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel]
    log.connect(note, Qt.ConnectionType.DirectConnection)
    project = QgsProject()

    def run(name: str, **parameters: object) -> Said:
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(project)
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{name}")
        outcome: object
        try:
            outcome = algorithm.checkParameterValues(parameters, context)
            if outcome[0]:
                outcome = algorithm.run(parameters, context, feedback, {}, False)
        except QgsProcessingException as error:
            outcome = str(error)
        printed = capfd.readouterr()
        ours = [feedback.textLog(), feedback.htmlLog(), repr(outcome), printed.out, printed.err]
        return Said(ours, logged)

    yield run
    log.disconnect(note)
    QgsSettings().remove(TIME_OUT)
    project.clear()


def parameters(tmp_path: Path, **others: object) -> dict[str, object]:
    extent = tiles()
    edges = (extent.xMinimum(), extent.xMaximum(), extent.yMinimum(), extent.yMaximum())
    return {
        "EXTENT": ",".join(map(repr, edges)) + " [EPSG:3857]",
        "RESOLUTION": 4.2,
        "RETRIES": 1,
        "OUTPUT": str(tmp_path / "a.tif"),
        "GAPS": str(tmp_path / "gaps.gpkg"),
        **others,
    }


@pytest.mark.parametrize("where", SOURCES)
def test_tiles(run_and_hear: Callable[..., Said], server: TileServer, tmp_path: Path, where: str) -> None:
    server.answer = misbehave
    said = run_and_hear("capturebasemap", **parameters(tmp_path, INPUT=SOURCES[where](server)))
    assert server.requests > 12
    assert_in_no_text([*said.ours, *said.log])
    assert_in_no_file(tmp_path)


@pytest.mark.parametrize("fault", ["exception", "refused", "late", "gone"])
def test_a_map_that_qgis_draws(run_and_hear: Callable[..., Said], tmp_path: Path, fault: str) -> None:
    """QGIS's provider tells its log panel of each failure with the address, here as when the map is drawn."""
    with wms_server() as server:
        server.broken = 2 if fault == "exception" else 0
        server.status = 403 if fault == "refused" else 200
        server.delay = 2.5 if fault == "late" else 0
        if fault == "gone":
            server.stop()
        said = run_and_hear("capturebasemap", **parameters(tmp_path, INPUT=server.source, EXTENT=IN_UTM))
        assert fault == "gone" or KEY in server.maps[0]
    assert_in_no_text(said.ours)
    assert_in_no_file(tmp_path)


# ---- in qgis_process


@pytest.fixture
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    settings = f"[qgis]\nnetworkAndProxy\\networkTimeout={TIME_OUT_MS}\n"
    profile = make_profile(tmp_path_factory.mktemp("qgis"), settings)
    cache = profile.base / "cache"  # QGIS keeps answers of servers there, under their addresses
    return replace(profile, environment={**profile.environment, "XDG_CACHE_HOME": str(cache)})


def all_but_what_was_typed(done: subprocess.CompletedProcess[str]) -> str:
    """What was printed. QGIS repeats the parameters; that is nothing that we could keep it from."""
    if not done.stdout.startswith("{"):
        return done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert KEY in json.dumps(said.pop("inputs"))
    return json.dumps(said) + done.stderr


def test_tiles_in_a_process(profile: Profile, server: TileServer, tmp_path: Path) -> None:
    """A key in the path, another in the query and a third in a header: what is known of one hides no other."""
    server.answer, server.may_be_kept = misbehave, True
    source = address(server, path=f"{KEY}-1", query=f"?api_key={KEY}-2") + f"&http-header:X-Api-Key={KEY}-3"
    done = capture(profile, tmp_path, INPUT=source, RETRIES=1)
    assert done.returncode == 0, done.stderr
    assert server.requests > 12
    assert_in_no_text([all_but_what_was_typed(done)])
    assert_in_no_file(tmp_path)
    assert_in_no_file(profile.base)


@pytest.mark.parametrize("status", [200, 403])
def test_a_map_in_a_process(profile: Profile, tmp_path: Path, status: int) -> None:
    """QGIS's provider keeps its pictures in QGIS's own cache, here as when the map is drawn."""
    with wms_server() as server:
        server.status = status
        done = capture(profile, tmp_path, INPUT=server.source, RETRIES=0, EXTENT=IN_UTM)
    assert (done.returncode == 0) == (status == 200)
    assert_in_no_text([all_but_what_was_typed(done)])
    assert_in_no_file(tmp_path)
    assert_in_no_file(profile.folder)


def test_a_search_in_a_process(profile: Profile, server: TileServer, tmp_path: Path) -> None:
    server.answer = misbehave
    share_networks(networks_folder(), tmp_path / "cache")
    environment = {**profile.environment, "ROCK_GLACIER_CACHE": str(tmp_path / "cache")}
    given = parameters(tmp_path, INPUT=SOURCES["path"](server), OUTPUT=str(tmp_path / "found.gpkg"), MODEL=MODEL)
    done = call(
        Profile(profile.folder, profile.base, environment),
        "--json",
        "run",
        "rockglacier:detect",
        "--",
        *(f"{key}={value}" for key, value in given.items()),
    )
    assert done.returncode == 0, done.stderr
    assert_in_no_text([all_but_what_was_typed(done)])
    assert_in_no_file(tmp_path)
    assert_in_no_file(profile.base)

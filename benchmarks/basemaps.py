"""Basemaps: detection from tiles against a file, candidates in view, and the ground size of pixels."""

from __future__ import annotations

import math
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import times_of_session
from detect_against_bare_network import xception_card
from measure import ROOT, measure, row
from scenes import large_scene

sys.path.insert(0, str(ROOT))

from tests.qgis_profile import Profile, make_profile

HEIGHT, WIDTH = 4096, 6144
"""A map is wider than high: the view in it has the area of 4096 x 4096 pixels."""
MODEL = "simulated-alpine"
TURNS = 1
LATENCY_S = 0.08
AT_A_TIME = 8
LATITUDES = (0.0, 35.0, 65.0)
METRES = 4.77
SPAN = 0.02
"""Degrees of latitude and longitude of the captures whose pixels are measured."""
LIMIT_S = 500


@dataclass(frozen=True)
class Served:
    """A scene and the address of its tiles."""

    scene: Path
    port: int

    def source(self, begin: str) -> str:
        """As QGIS writes the source of an XYZ layer. Another beginning is another layer for every cache."""
        return f"type=xyz&url=http://127.0.0.1:{self.port}/{begin}/{{z}}/{{x}}/{{y}}.jpg&zmin=0&zmax=19"


@contextmanager
def served(scene: Path) -> Iterator[Served]:
    """The tile server's process."""
    command = [sys.executable, str(Path(__file__).with_name("tiles_of_scene.py")), str(scene), str(LATENCY_S)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Served(scene, int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def run_algorithm(profile: Profile, name: str, **parameters: object) -> float:
    """`qgis_process`, from its start to its end, in seconds."""
    words = [f"{key}={value}" for key, value in parameters.items()]
    # Debian 12's wrapper passes an option that the program does not know; the program itself is right.
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process") or "qgis_process"
    command = [program, "run", f"rockglacier:{name}", "--", *words]
    environment = {**profile.environment, "QT_QPA_PLATFORM": "offscreen"}
    return measure(command, env=environment, cwd=profile.base).seconds


def extent_of(scene: Path) -> str:
    """As the toolbox takes it."""
    import rasterio

    with rasterio.open(scene) as dataset:
        left, bottom, right, top = dataset.bounds
        return f"{left!r},{right!r},{bottom!r},{top!r} [{dataset.crs}]"


def captured(place: Served, profile: Profile, folder: Path) -> Path:
    """The scene from its tiles, as a file; and the server has all tiles ready then."""
    image = folder / "captured.tif"
    run_algorithm(
        profile,
        "capturebasemap",
        INPUT=place.source("make/file"),
        EXTENT=extent_of(place.scene),
        MODEL=MODEL,
        OUTPUT=image,
        PARALLEL=AT_A_TIME,
        CACHE_SIZE=0,
    )
    return image


def server_against_file(place: Served, image: Path, profile: Profile, folder: Path) -> None:
    """The same image by its tiles and from a file that was captured before."""
    card, extent = xception_card(folder), extent_of(place.scene)
    seconds: dict[str, list[float]] = {"file": [], "server": []}
    for turn in range(TURNS):
        for name, given in (
            ("file", {"INPUT": image}),
            (
                "server",
                {"INPUT": place.source(f"timed/{turn}"), "EXTENT": extent, "PARALLEL": AT_A_TIME, "CACHE_SIZE": 0},
            ),
        ):
            output = folder / f"{name}.gpkg"
            seconds[name].append(run_algorithm(profile, "detect", **given, MODEL=card, OUTPUT=output))
    ratio = statistics.median(f / s for f, s in zip(seconds["file"], seconds["server"], strict=True))
    row(
        f"`detect` with Xception71 from a tile server ({LATENCY_S * 1000:.0f} ms, {AT_A_TIME} at a time), "
        f"{WIDTH} x {HEIGHT}, against the same image from a file, whole runs of `qgis_process`",
        ">= 0.9 of its speed",
        f"**{ratio:.2f}** ({statistics.median(seconds['server']):.1f} against "
        f"{statistics.median(seconds['file']):.1f} s)",
    )


def in_view(place: Served, profile: Profile, folder: Path) -> dict[str, Any]:
    """Times of a session in the desktop (`view_session.py`)."""
    inventory = folder / "inventory.gpkg"
    measure([sys.executable, ROOT, "create", "--output", inventory])
    return times_of_session(
        profile,
        "view_session.py",
        folder,
        LIMIT_S,
        ROCK_GLACIER_BENCH_TILES=place.source("view"),
        ROCK_GLACIER_BENCH_SCENE=str(place.scene),
        ROCK_GLACIER_CACHE=str(folder / "cache"),
        ROCK_GLACIER_ENGINE_PYTHON=sys.executable,
    )


def candidates_in_view(place: Served, profile: Profile, folder: Path) -> None:
    """Seconds from pressing the button until candidates are on the map."""
    times = in_view(place, profile, folder)
    what = f"'Detect in view', {times['size']} pixels, {MODEL}, tiles with {LATENCY_S * 1000:.0f} ms"
    row(
        f"{what}: from the press to the first candidates on the map, warm engine, nothing cached",
        "<= 15 s",
        f"**{times['warm']:.1f} s**; the whole view {times['warm whole']:.0f} s",
    )
    row("the same, engine not yet started", "report", f"{times['cold']:.1f} s")
    row("the same once more, warm engine, all tiles in the cache", "report", f"{times['cached']:.1f} s")


def ground_resolution(place: Served, profile: Profile, folder: Path) -> None:
    """Pixels of captures at three latitudes, by geodesic distances between their corners."""
    seen = []
    for latitude in LATITUDES:
        image = folder / f"at-{latitude:.0f}.tif"
        box = f"88,{88 + SPAN},{latitude},{latitude + SPAN} [EPSG:4326]"
        run_algorithm(
            profile,
            "capturebasemap",
            INPUT=place.source("make/ground"),
            EXTENT=box,
            RESOLUTION=METRES,
            OUTPUT=image,
            CACHE_SIZE=0,
        )
        seen.append(f"{latitude:.0f}°: {100 * worst_error(image):.2f} %")
    row(f"captured pixels of {METRES} m against geodesic distances, worst", "<= 0.5 %", "; ".join(seen))


def worst_error(image: Path) -> float:
    """Largest share by which a pixel's width or height differs from what was asked for, over a 5 x 5 grid."""
    import pyproj
    import rasterio

    with rasterio.open(image) as dataset:
        to_degrees = pyproj.Transformer.from_crs(dataset.crs, "EPSG:4326", always_xy=True)
        geodesic, worst = pyproj.Geod(ellps="WGS84"), 0.0
        for column in range(5):
            for line in range(5):
                at = dataset.width * column / 4, dataset.height * line / 4
                for step in ((10.0, 0.0), (0.0, 10.0)):
                    ends = [
                        to_degrees.transform(*(dataset.transform @ (at[0] + s * step[0], at[1] + s * step[1])))
                        for s in (-0.5, 0.5)
                    ]
                    metres = geodesic.inv(*ends[0], *ends[1])[2] / math.hypot(*step)
                    worst = max(worst, abs(metres / METRES - 1))
    return worst


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = make_profile(folder, "[qgis]\ncheckVersion=false\nshowTips=false\n")
        with served(large_scene(folder, HEIGHT, WIDTH)) as place:
            image = captured(place, profile, folder)
            candidates_in_view(place, profile, folder)
            server_against_file(place, image, profile, folder)
            ground_resolution(place, profile, folder)


if __name__ == "__main__":
    main()

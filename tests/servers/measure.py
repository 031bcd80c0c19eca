"""Captures (and detects) through the running QGIS, and tells what came of it: one JSON object a line.

    cd tests; python -m servers.measure SERVERS.JSON --output FOLDER [--scenes …] [--kinds …] [--detect […] [--itself]]

With ``--again``, in a new process over the same folder, the same is captured a second time: what is asked for
then should be nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(ROOT / ".venv" / "src"))

from osgeo import gdal  # noqa: E402
from qgis.core import (  # noqa: E402
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)

from .candidates import agreement  # noqa: E402
from .folder import SAMPLE  # noqa: E402
from .positions import measure, warp_to  # noqa: E402
from .scene import LATITUDES, METRES, inside  # noqa: E402
from .sources import Kind, Servers, kinds  # noqa: E402

SAMPLE_CRS = "EPSG:32645"
_INSET = 16
"""Pixels at the edges of the sample that are not searched."""
BLOCK = 512
"""Pixels of a side of the blocks in which captures are drawn and written."""


class Feedback(QgsProcessingFeedback):
    """Keeps the warnings."""

    def __init__(self) -> None:
        super().__init__(False)
        self.warnings: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)


class Runner:
    """Runs the plugin's algorithms on layers of the servers."""

    def __init__(self, servers: Servers, folder: Path) -> None:
        from rock_glacier_inventory.plugin.common.settings import current_engine
        from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider

        folder.mkdir(parents=True, exist_ok=True)
        self.servers, self.folder, self._project = servers, folder, QgsProject()
        self._provider = RockGlacierProvider(current_engine)
        QgsApplication.processingRegistry().addProvider(self._provider)

    def run(self, name: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """An algorithm as the toolbox runs it: its results and warnings."""
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{name}")
        context, feedback = QgsProcessingContext(), Feedback()
        context.setProject(self._project)
        well, problem = algorithm.checkParameterValues(parameters, context)
        if not well:
            raise QgsProcessingException(problem)
        results, well = algorithm.run(parameters, context, feedback, {}, False)
        if not well:
            raise QgsProcessingException("it did not end well")
        return results, feedback.warnings

    def forget(self) -> None:
        """Let the layers go."""
        self._project.clear()

    def _layer(self, kind: Kind, scene: str) -> QgsRasterLayer:
        layer = QgsRasterLayer(kind.source(self.servers, scene), "Basemap", kind.provider)
        if not layer.isValid():
            raise QgsProcessingException(f"QGIS does not open it: {layer.error().message()}")
        self._project.addMapLayer(layer)
        return layer

    def capture(self, kind: Kind, scene: str, *, again: bool) -> dict[str, Any]:
        """Capture the inner part of a made-up scene and compare it with the file."""
        latitude = LATITUDES[scene]
        west, south, east, north = inside(latitude)
        zone = QgsCoordinateReferenceSystem(f"EPSG:{32645 if latitude >= 0 else 32745}")
        extent = QgsReferencedRectangle(QgsRectangle(west, south, east, north), zone)
        output = self.folder / f"{_plain(kind.name)}_{scene}{'_again' if again else ''}.tif"
        layer = self._layer(kind, scene)
        before = self.servers.requests()
        given = {"INPUT": layer.id(), "EXTENT": extent, "RESOLUTION": METRES, "OUTPUT": str(output)}
        results, warnings = self.run("capturebasemap", given)
        after = self.servers.requests()
        told = {"asked": after["pictures"] - before["pictures"], "asked_other": after["other"] - before["other"]}
        heard = {key.lower(): results.get(key) for key in ("TILES", "REQUESTS", "GAP_COUNT", "FROM_CACHE")}
        if not again:
            position = measure(output, self.servers.folder / f"{scene}.tif", latitude, seams_of(output))
            told |= position.__dict__
        self.forget()
        return {**told, **heard, "warnings": warnings}

    def detect(self, kind: Kind, *, itself: bool) -> dict[str, Any]:
        """Detect on the sample as a layer, and compare the candidates with those of the file.

        `iou` is against the file itself, where that is wanted. A network answers to a shift of its windows by
        three pixels with other outlines, whatever the pixels; so `iou_on_grid` is against the file as GDAL
        brings it to the very pixels of the capture: what is missing there is the server's and ours.
        """
        layer = self._layer(kind, SAMPLE)
        found, warnings = self._candidates(layer.id(), _plain(kind.name))
        captured = self.folder / f"{_plain(kind.name)}_{SAMPLE}.tif"
        given = {"INPUT": layer.id(), "EXTENT": self._extent(), "RESOLUTION": METRES, "OUTPUT": str(captured)}
        self.run("capturebasemap", given)
        self.forget()
        told = agreement(self._wanted_on_grid(captured), found, SAMPLE_CRS)
        told["iou_on_grid"] = told.pop("iou")
        if itself:
            told |= agreement(self._wanted(), found, SAMPLE_CRS)
        return {**told, "warnings": warnings}

    @property
    def _sample(self) -> Path:
        return self.servers.folder / f"{SAMPLE}.tif"

    def _extent(self) -> QgsReferencedRectangle:
        """The sample without its edges: in no system does a rectangle around it hold anything unknown."""
        file = QgsRasterLayer(str(self._sample), "file")
        return QgsReferencedRectangle(file.extent().buffered(-_INSET * METRES), file.crs())

    def _candidates(self, image: str, name: str) -> tuple[Path, list[str]]:
        found = self.folder / f"candidates_{name}.gpkg"
        given = {"MODEL": "simulated-alpine", "OUTPUT": str(found), "INPUT": image, "EXTENT": self._extent()}
        _, warnings = self.run("detect", given)
        return found, warnings

    def _wanted(self) -> Path:
        """The candidates of the file itself; made once."""
        found = self.folder / "candidates_file.gpkg"
        return found if found.exists() else self._candidates(str(self._sample), "file")[0]

    def _wanted_on_grid(self, captured: Path) -> Path:
        """The candidates of the file on the pixels of a capture; made once for each grid."""
        raster = gdal.Open(str(captured))
        grid = f"{raster.GetGeoTransform()}{raster.RasterXSize}{raster.RasterYSize}{raster.GetProjection()}"
        name = "grid_" + hashlib.sha256(grid.encode()).hexdigest()[:8]
        found, image = self.folder / f"candidates_{name}.gpkg", self.folder / f"{name}.tif"
        if not found.exists():
            gdal.Translate(str(image), warp_to(self._sample, raster))
            self._candidates(str(image), name)
        return found


def seams_of(capture: Path) -> tuple[list[int], list[int]]:
    """Columns and rows at which a block begins: of the grid that is counted from zero, and of the file."""
    raster = gdal.Open(str(capture))
    left, width, _, top, _, height = raster.GetGeoTransform()

    def seams(first: int, count: int) -> list[int]:
        return [place for place in range(1, count) if (first + place) % BLOCK == 0 or place % BLOCK == 0]

    return seams(round(left / width), raster.RasterXSize), seams(round(top / height), raster.RasterYSize)


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)


def figures(runner: Runner, given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """All that is asked for, one after the other; what fails is told and does not stop the rest."""
    searched = kinds(runner.servers, given.kinds if given.detect == [] else given.detect)
    for kind in kinds(runner.servers, given.kinds):
        for scene in [*given.scenes, *([SAMPLE] if given.detect is not None and kind in searched else [])]:
            told: dict[str, Any] = {"kind": kind.name, "scene": scene}
            try:
                if scene == SAMPLE:
                    told |= runner.detect(kind, itself=given.itself)
                else:
                    told |= runner.capture(kind, scene, again=given.again)
            except (QgsProcessingException, RuntimeError) as error:
                told["failed"] = str(error)
                runner.forget()
            yield told


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("servers", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--scenes", nargs="*", choices=list(LATITUDES), default=list(LATITUDES))
    parser.add_argument("--kinds", nargs="+", help="words of the names of those that are wanted")
    parser.add_argument("--detect", nargs="*", help="search the sample, too: of all, or of those with these words")
    parser.add_argument("--itself", action="store_true", help="compare what is found with the file itself, too")
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    os.environ["ROCK_GLACIER_CACHE"] = str(given.output / "cache")
    # QGIS's own cache of the network, empty each time, so that what is not asked for again is in ours; and
    # settings of its own, because another test beside this one may have set a short time-out in the user's.
    own = given.output / f"qgis-{os.getpid()}"
    os.environ.update({f"XDG_{kind}_HOME": str(own / kind) for kind in ("CACHE", "CONFIG", "DATA")})
    application = QgsApplication([], False)
    application.initQgis()
    print(json.dumps({"qgis": Qgis.version()}), flush=True)
    for told in figures(Runner(Servers.read(given.servers), given.output), given):
        print(json.dumps(told), flush=True)
    sys.stdout.flush()
    shutil.rmtree(own, ignore_errors=True)
    os._exit(0)  # QGIS's own end is not what is measured here, and layers may outlive it


if __name__ == "__main__":
    main()

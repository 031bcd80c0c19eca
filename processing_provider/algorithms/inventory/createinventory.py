"""A new, empty inventory, made in QGIS's own process: it needs no engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from osgeo import osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
)

from ....inventory.errors import UserError
from ....inventory.finished import finished_file
from ....inventory.requests.option import option_of, request_of
from ....inventory.requests.small import CreateRequest
from ....inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, SUBREGIONS
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.layers import crs_text
from ...adapters.results import layer_uri
from ...adapters.translation import tr, tr_noop

LONGITUDE_LATITUDE = "EPSG:4326"


def is_temporary(path: Path) -> bool:
    """Whether a file lies in the folder that Processing throws away when QGIS closes."""
    return Path(QgsProcessingUtils.tempFolder()).resolve() in path.resolve().parents


def make_inventory(path: Path, crs: str = LONGITUDE_LATITUDE, title: str = "") -> None:
    """Write a new inventory; the file is there when all of it is.

    Parameters
    ----------
    path
        The .gpkg file.
    crs
        Coordinate system of its layers, as `crs_text` says it.
    title
        What it is called; empty for the file's name.

    Raises
    ------
    UserError
        The file exists, is no .gpkg, or cannot be written; the coordinate system tells no places on a map.
    """
    from ....store.new_inventory import check_new, reference_of, write_new  # the store is not for QGIS's start

    check_new(path, tr=tr)
    system = QgsCoordinateReferenceSystem(crs or LONGITUDE_LATITUDE)
    name = _checked_name(system, crs)
    authority, _, code = system.authid().rpartition(":")
    known = authority if authority != "USER" else ""
    reference = reference_of(known, code if known else "", name, _wkt_of(system))
    try:
        with finished_file(path, tr=tr) as part:
            write_new(part, reference, crs_text(system), title or path.stem)
            check_new(path, tr=tr)  # somebody may have been faster
    except OSError as error:  # the disk is full or gone since it was looked at
        told = tr("{} cannot be written ({}); nothing was left there, choose another folder.")
        raise UserError(told.format(path, error.strerror), "output") from error


def _wkt_of(system: QgsCoordinateReferenceSystem) -> str:
    """WKT 1, which every program reads; what is too new for it in WKT 2."""
    kinds = QgsCoordinateReferenceSystem.WktVariant
    return system.toWkt(kinds.WKT1_GDAL) or system.toWkt(kinds.WKT_PREFERRED)


def _checked_name(system: QgsCoordinateReferenceSystem, asked: str) -> str:
    """The name that PROJ gives a coordinate system; `UserError` where its places have no longitude and latitude."""
    if not system.isValid():
        raise UserError(
            tr("The coordinate system '{}' is not understood; give one such as EPSG:4326.").format(asked[:80]), "crs"
        )
    described = osr.SpatialReference()
    described.ImportFromWkt(system.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))
    places = described.IsGeographic() or described.IsProjected() or described.IsDerivedGeographic()
    degrees = QgsCoordinateReferenceSystem(LONGITUDE_LATITUDE)
    way = QgsCoordinateTransform(system, degrees, QgsCoordinateTransformContext())
    if not places or described.IsLocal() or described.IsGeocentric() or not way.isValid():
        raise UserError(
            tr("The coordinate system '{}' tells no places on a map of the Earth; give one such as EPSG:4326.").format(
                system.description()
            ),
            "crs",
        )
    return str(described.GetName() or "unnamed")


class CreateInventory(EngineAlgorithm):
    """Makes the GeoPackage that everything else works on."""

    NAME = "createinventory"
    HELP = "first-inventory"
    GROUP = "inventory"
    TITLE = tr_noop("Create inventory")
    TAGS = tr_noop("new,geopackage,rock glacier,database")
    SUMMARY = tr_noop(
        "Makes a new, empty inventory. It is one GeoPackage that holds rock glaciers, "
        "candidates, primary markers, subregions, reviews, the record of every run and the "
        "journal of every change."
    )
    REQUEST = CreateRequest
    OUTPUT = "OUTPUT"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_option(
            "title", tr("Title"), tr("Name of the inventory, for example of the mountain range. It stands in reports.")
        )
        self.add(
            # QGIS 3.22 takes a default for missing unless the parameter is optional.
            QgsProcessingParameterCrs(
                "CRS", tr("Coordinate system"), option_of(self.REQUEST, "crs").default, optional=True
            ),
            tr(
                "Coordinate system of its layers. Any will do: areas and distances are always "
                "measured on the ellipsoid. Published inventories use EPSG:4326."
            ),
            read=_crs_text,
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Inventory"), tr("GeoPackage files (*.gpkg)")),
            tr(
                "The file to make. One that exists is not overwritten, and "
                "a temporary file is refused: an inventory holds work."
            ),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        for layer in self._spatial_layers():
            self.addOutput(QgsProcessingOutputVectorLayer(layer.name.upper(), layer.description.split(":")[0]))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        file = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        if file and is_temporary(Path(file)):
            return False, tr("A temporary file is gone when QGIS closes, and an inventory holds work: choose a file.")
        return super().checkParameterValues(parameters, context)

    @staticmethod
    def _spatial_layers() -> list[Any]:
        # The others come with work in the dock, which shows them to whoever wants to see them.
        return [ROCK_GLACIERS, CANDIDATES, PRIMARY_MARKERS, SUBREGIONS]

    def canExecute(self) -> tuple[bool, str]:
        """QGIS's hook: this one needs no engine."""
        return True, ""

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        asked = request_of(self.REQUEST, self.values)
        try:
            make_inventory(asked.output, asked.crs, asked.title)
        except UserError as error:
            raise QgsProcessingException(str(error)) from None
        return self.results({}, feedback)

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        file, layers = self.values["output"], self._spatial_layers()
        self.has_changed(file, *layers)
        return {self.OUTPUT: file, **{layer.name.upper(): layer_uri(file, layer.name) for layer in layers}}


def _crs_text(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], key: str, context: QgsProcessingContext
) -> str:
    return crs_text(algorithm.parameterAsCrs(parameters, key, context))

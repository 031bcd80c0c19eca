"""What the algorithms that fill an inventory share, and the parameters of climate files and of solar radiation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingUtils,
)

from ...inventory.naming.source_names import names_in
from ...inventory.schema import layer
from .algorithm import EngineAlgorithm
from .many_files import file_parameter
from .results import layer_uri
from .translation import tr


class FillingAlgorithm(EngineAlgorithm):
    """An engine command that fills fields of an inventory's layer from files, which the inventory may remember.

    `FILES` are the options with files that come from layers.
    """

    ONLY_DUE, OUTPUT, COUNT = "ONLY_DUE", "OUTPUT", "COUNT"
    FILES: tuple[str, ...]

    def add_only_due(self, label: str, help_text: str) -> None:
        """Add the opposite of the option `all`."""
        self.add(QgsProcessingParameterBoolean(self.ONLY_DUE, label, True), help_text)

    def add_remember(self) -> None:
        """Add whether the inventory is to remember the sources."""
        self.add_option(
            "remember",
            tr("Remember these sources"),
            tr(
                "Keeps the files chosen here, and how they are read, in the inventory: for the next time, and "
                "for the dock, which then fills the attributes of every outline that you draw."
            ),
        )

    def add_outputs(self, layer: str, inventory: str, count: str) -> None:
        """Add the filled layer, its inventory and the number of features, under these names."""
        self.addOutput(QgsProcessingOutputVectorLayer(self.OUTPUT, layer))
        self.addOutput(QgsProcessingOutputFile(self.INVENTORY, inventory))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, count))

    def layer_name(self) -> str:
        """Which layer is filled."""
        raise NotImplementedError

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self.option("all", not self.parameterAsBool(parameters, self.ONLY_DUE, context))
        if self.values["remember"]:
            self._check_lasting(self.values[name] for name in self.FILES)
        return True

    @staticmethod
    def _check_lasting(files: Iterable[str]) -> None:
        """Raise `QgsProcessingException` where one of them exists only until QGIS is closed."""
        temporary = Path(QgsProcessingUtils.tempFolder())
        if any(temporary in Path(name).parents for file in files if file for name in names_in(file)):
            raise QgsProcessingException(
                tr(
                    "A layer that exists only in QGIS, or with another coordinate system than its file, "
                    "cannot be remembered; save it as a file and choose that, or do not remember the sources."
                )
            )

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        # Before it runs: where it is stopped, it keeps what is done.
        self.has_changed(self.values["inventory"], layer(self.layer_name()))
        return super().processAlgorithm(parameters, context, feedback)

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        inventory = self.values["inventory"]
        return {
            self.INVENTORY: inventory,
            self.OUTPUT: layer_uri(inventory, self.layer_name()),
            self.COUNT: values["features"],
        }


def many_words() -> str:
    """What the help of a source says of many files."""
    return tr("Many files are one source: chosen together, a folder, a pattern, or names with ; between.")


_TEMPERATURES = ("K", "°C", "0.1 K", "0.1 °C", "°F")
_AMOUNTS = ("mm", "mm/month", "mm/day", "m", "kg m-2 s-1", "0.1 mm")
"""Units in which products come; any other can be written."""


def _climate_files() -> tuple[tuple[str, str, str, str], ...]:
    """The option of each climate file, its name, what it holds, and its unit in an example."""
    return (
        (
            "maat",
            tr("Air temperature"),
            tr(
                "Raster or NetCDF file of the air temperature, also a time series: months are averaged to "
                "years. Kelvin is recognised. Fills MAAT. Empty: as the inventory remembers."
            ),
            "0.1 K",
        ),
        (
            "magt",
            tr("Ground temperature"),
            tr("Raster or NetCDF file of the ground temperature. Fills MAGT. Empty: as the inventory remembers."),
            "0.01 degC",
        ),
        (
            "precipitation",
            tr("Precipitation"),
            tr(
                "Raster or NetCDF file of the precipitation, also a time series: it is summed to a mean "
                "annual total. Fills AP. Empty: as the inventory remembers."
            ),
            "m/day",
        ),
    )


def add_climate_files(algorithm: EngineAlgorithm) -> None:
    """Add the files, and for the rare cases variable, years, unit and method."""
    for option, name, help_text, _ in _climate_files():
        file = file_parameter(option.upper(), name)
        algorithm.add(file, f"{help_text} {many_words()}", read=QgsProcessingAlgorithm.parameterAsString)
    for option, name, _, unit in _climate_files():
        algorithm.add_advanced(
            (
                f"{option}_variable",
                tr("{}: variable").format(name),
                tr("Name of the variable in a NetCDF file that holds several, or the number of a band."),
            ),
            (
                f"{option}_years",
                tr("{}: years").format(name),
                tr("First and last year that are averaged, such as 1981-2010. Empty: all years of the file."),
            ),
        )
        algorithm.add_option(
            f"{option}_unit",
            tr("{}: unit").format(name),
            tr("Unit of the values, such as {}, only where the file names none or a wrong one.").format(unit),
            advanced=True,
            words=_AMOUNTS if option == "precipitation" else _TEMPERATURES,
        )
    algorithm.add_option(
        "climate_method",
        tr("Way to take climate values"),
        tr(
            "mean: of the cells inside an outline, weighted by their share. marker: at the primary marker, "
            "between the four cells around it. auto, the usual way: mean where cells are smaller than the "
            "outline, marker where they are larger."
        ),
        advanced=True,
    )


def add_permafrost_files(algorithm: EngineAlgorithm) -> None:
    """Add the permafrost zones and the index, and how they are read where a file does not say it."""
    zones, index = tr("Permafrost zones"), tr("Permafrost zonation index")
    empty = tr("Empty: as the inventory remembers.")
    zones_help = tr(
        "Raster of classes or of a probability, or polygons with a field EXTENT. Fills PERMAFROST with the zone of "
        "most of an outline's area."
    )
    index_help = tr("Raster of the index of Gruber (2012), from 0 to 1. Fills PZI.")
    for option, name, help_text in (("permafrost", zones, zones_help), ("pzi", index, index_help)):
        file = file_parameter(option.upper(), name)
        algorithm.add(file, f"{help_text} {empty} {many_words()}", read=QgsProcessingAlgorithm.parameterAsString)
    variable = tr("Name of the variable, the number of a band or the name of a layer, where the file has several.")
    algorithm.add_advanced(
        (
            "permafrost_classes",
            tr("{}: classes").format(zones),
            tr(
                "What the codes of a raster mean, where it does not say so itself, such as "
                "1=continuous,2=discontinuous,3=sporadic,4=isolated,0=none; for polygons also outside=none."
            ),
        ),
        ("permafrost_variable", tr("{}: variable").format(zones), variable),
        ("pzi_variable", tr("{}: variable").format(index), variable),
    )


def add_lapse_rate(algorithm: EngineAlgorithm) -> None:
    """Add the correction of air temperature from the elevation of a model's cells to that of a landform."""
    name = tr("Elevation of the climate model")
    algorithm.add_advanced(
        (
            "lapse_rate",
            tr("Lapse rate of air temperature (K per km)"),
            tr(
                "Corrects air temperature from the elevation of the climate model's cell to the landform's own mean "
                "elevation. Positive: colder upwards, such as 6.5. Empty: as the inventory remembers, else none."
            ),
        )
    )
    algorithm.add(
        file_parameter("MAAT_ELEVATION", name),
        tr(
            "The climate model's own elevation or geopotential, for the lapse rate. Empty: as the inventory remembers, "
            "else that in the file of air temperature."
        ),
        advanced=True,
        read=QgsProcessingAlgorithm.parameterAsString,
    )
    algorithm.add_advanced(
        (
            "maat_elevation_variable",
            tr("{}: variable").format(name),
            tr("Name of the variable in a NetCDF file that holds several, or the number of a band."),
        )
    )


def add_radiation_parameters(algorithm: EngineAlgorithm) -> None:
    """Add how solar radiation is summed; left empty, everything is as published."""
    algorithm.add_advanced(
        (
            "without_pressure",
            tr("Radiation: without air pressure"),
            tr("Leave out the correction of the air mass by the air pressure at the cell's elevation, as ports do."),
        ),
        (
            "diffuse",
            tr("Radiation: diffuse term"),
            tr("published: with cos²(slope/2). port: with cos²(slope)/2, as some programs have it."),
        ),
        ("albedo", tr("Radiation: albedo"), tr("Albedo of the surroundings, for the reflected part. Empty: 0.2.")),
        (
            "time_step",
            tr("Radiation: time step (minutes)"),
            tr("Longest time between two positions of the sun. Empty: 30 minutes."),
        ),
        (
            "days",
            tr("Radiation: days of the year"),
            tr("First and last day that are summed, such as 152-243 for the summer. Empty: the whole year."),
        ),
        (
            "horizon_distance",
            tr("Radiation: distance of the horizon (m)"),
            tr("How far away terrain can throw shade. Empty: 30 000 m."),
        ),
    )

"""Parameters that several algorithms have in common: climate files, and how solar radiation is summed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingParameterFile, QgsProcessingUtils

from .algorithm import EngineAlgorithm
from .translation import tr


@dataclass(frozen=True)
class ClimateFile:
    """One climate file: the parameter's key, its name and what it holds, and its unit in an example."""

    key: str
    name: str
    help_text: str
    unit: str


def climate_files() -> tuple[ClimateFile, ...]:
    """The three that the attributes come from."""
    return (
        ClimateFile(
            "MAAT",
            tr("Air temperature"),
            tr(
                "Raster or NetCDF file of the air temperature, also a time series: months are averaged to "
                "years. Kelvin is recognised. Fills MAAT. Empty: as the inventory remembers."
            ),
            "0.1 K",
        ),
        ClimateFile(
            "MAGT",
            tr("Ground temperature"),
            tr("Raster or NetCDF file of the ground temperature. Fills MAGT. Empty: as the inventory remembers."),
            "0.01 degC",
        ),
        ClimateFile(
            "PRECIPITATION",
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
    for file in climate_files():
        rasters = tr("Rasters and NetCDF")
        algorithm.add(
            QgsProcessingParameterFile(
                file.key,
                file.name,
                optional=True,
                fileFilter=f"{rasters} (*.tif *.tiff *.vrt *.img *.asc *.nc *.nc4 *.cdf);;* (*)",
            ),
            file.help_text,
        )
    for file in climate_files():
        algorithm.add_option(
            f"{file.key.lower()}_variable",
            tr("{}: variable").format(file.name),
            tr("Name of the variable in a NetCDF file that holds several, or the number of a band."),
            advanced=True,
        )
        algorithm.add_option(
            f"{file.key.lower()}_years",
            tr("{}: years").format(file.name),
            tr("First and last year that are averaged, such as 1981-2010. Empty: all years of the file."),
            advanced=True,
        )
        algorithm.add_option(
            f"{file.key.lower()}_unit",
            tr("{}: unit").format(file.name),
            tr("Unit of the values, such as {}, only where the file names none or a wrong one.").format(file.unit),
            advanced=True,
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


def prepare_climate_files(
    algorithm: EngineAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """Read the files that `add_climate_files` added."""
    for file in climate_files():
        algorithm.option(file.key.lower(), algorithm.parameterAsFile(parameters, file.key, context))


def add_radiation_parameters(algorithm: EngineAlgorithm) -> None:
    """Add how solar radiation is summed; left empty, everything is as published."""
    algorithm.add_option(
        "without_pressure",
        tr("Radiation: without air pressure"),
        tr("Leave out the correction of the air mass by the air pressure at the cell's elevation, as ports do."),
        advanced=True,
    )
    algorithm.add_option(
        "diffuse",
        tr("Radiation: diffuse term"),
        tr("published: with cos²(slope/2). port: with cos²(slope)/2, as some programs have it."),
        advanced=True,
    )
    algorithm.add_option(
        "albedo",
        tr("Radiation: albedo"),
        tr("Albedo of the surroundings, for the reflected part. Empty: 0.2."),
        advanced=True,
    )
    algorithm.add_option(
        "time_step",
        tr("Radiation: time step (minutes)"),
        tr("Longest time between two positions of the sun. Empty: 30 minutes."),
        advanced=True,
    )
    algorithm.add_option(
        "days",
        tr("Radiation: days of the year"),
        tr("First and last day that are summed, such as 152-243 for the summer. Empty: the whole year."),
        advanced=True,
    )
    algorithm.add_option(
        "horizon_distance",
        tr("Radiation: distance of the horizon (m)"),
        tr("How far away terrain can throw shade. Empty: 30 000 m."),
        advanced=True,
    )


def add_remember(algorithm: EngineAlgorithm) -> None:
    """Add whether the inventory is to remember the sources."""
    algorithm.add_option(
        "remember",
        tr("Remember these sources"),
        tr(
            "Keeps the files chosen here, and how they are read, in the inventory: for the next time, and "
            "for the dock, which then fills the attributes of every outline that you draw."
        ),
    )


def check_remember(algorithm: EngineAlgorithm, *files: str) -> None:
    """Raise `QgsProcessingException` where one that is to be remembered exists only until QGIS is closed."""
    if not algorithm.values["remember"]:
        return
    temporary = Path(QgsProcessingUtils.tempFolder())
    for file in files:
        if file and temporary in Path(file).parents:
            raise QgsProcessingException(
                tr(
                    "A layer that exists only in QGIS, or with another coordinate system than its file, "
                    "cannot be remembered; save it as a file and choose that, or do not remember the sources."
                )
            )

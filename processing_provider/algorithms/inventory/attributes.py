"""Fills the computed attributes of an inventory."""

from __future__ import annotations

from typing import Any

from ....inventory.requests.attributes import AttributesRequest
from ....inventory.schema import ROCK_GLACIERS
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.source_parameters import (
    FillingAlgorithm,
    add_climate_files,
    add_lapse_rate,
    add_permafrost_files,
    add_radiation_parameters,
    many_words,
)
from ...adapters.translation import tr, tr_noop


class Attributes(FillingAlgorithm):
    """Place, area, terrain, solar radiation, climate and glacier share of each polygon."""

    NAME = "attributes"
    HELP = "attributes"
    GROUP = "inventory"
    TITLE = tr_noop("Fill attributes")
    TAGS = tr_noop(
        "elevation,slope,aspect,area,terrain,solar radiation,temperature,precipitation,climate,zonal statistics"
    )
    SUMMARY = tr_noop(
        "Fills the computed attributes of an inventory: place, area, elevation, slope, aspect, solar "
        "radiation, temperatures, precipitation and permafrost zone. It fills what there is a file for, chosen here or "
        "remembered by the inventory, of rock glaciers or of candidates. Areas and slopes are true "
        "ground measures in any coordinate system; pixels that an outline cuts count by their share "
        "inside. A stop keeps what is done."
    )
    REQUEST = AttributesRequest
    FILES = ("dem", "glaciers")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory to fill; it is changed in place."))
        self.add_option(
            "layer",
            tr("Layer"),
            tr("Which of its layers. Candidates get the same values, so that they can be sorted by them."),
            default=ROCK_GLACIERS.name,
        )
        self._add_what()
        self._add_sources()
        add_climate_files(self)
        add_lapse_rate(self)
        add_permafrost_files(self)
        add_radiation_parameters(self)
        self.add_outputs(tr("Filled layer"), tr("Filled inventory"), tr("Number of filled features"))

    def _add_what(self) -> None:
        self.add_option(
            "groups",
            tr("Groups of attributes"),
            tr(
                "What to fill. Empty: every group that has a file. Solar radiation (from the elevation "
                "model) takes by far the longest; glaciers is the share of candidates inside glacier "
                "outlines."
            ),
        )
        self.add_only_due(
            tr("Only stale or missing"),
            tr(
                "Computes only features whose outline is newer than their attributes (STALE), and groups "
                "that are empty. Without it everything is computed anew, for example from a better "
                "elevation model."
            ),
        )

    def _add_sources(self) -> None:
        elevations = tr(
            "Elevations in metres, in any coordinate system; outlines that it does not cover are named. "
            "Empty: as the inventory remembers."
        )
        self.add_raster("DEM", tr("Elevation model"), f"{elevations} {many_words()}")
        propose(self.parameterDefinition("DEM"), PROPOSALS.now().dem_of_project)
        regions = tr("Polygons with a field NAME. Empty: the subregions in the inventory, if it has any.")
        self.add_polygons(
            "subregions", tr("Subregions"), f"{regions} {many_words()}", layer="subregions_layer", many=True
        )
        glaciers = tr("Outlines of glaciers, for candidates only. Empty: as the inventory remembers.")
        self.add_polygons(
            "glaciers", tr("Glacier outlines"), f"{glaciers} {many_words()}", layer="glaciers_layer", many=True
        )
        self.add_remember()

    def layer_name(self) -> str:
        return str(self.values["layer"])

"""Inventories as they come: outlines of any layer into an inventory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
)

from ....inventory.requests.importing import ImportRequest
from ....inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, layer
from ...adapters.algorithm import FIELDS, EngineAlgorithm
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.results import layer_uri, push_table
from ...adapters.source_parameters import many_words
from ...adapters.translation import tr, tr_noop


class ImportInventory(EngineAlgorithm):
    """Polygons -> rock glaciers, or candidates to be decided again."""

    NAME = "importinventory"
    HELP = "import"
    GROUP = "inventory"
    TITLE = tr_noop("Import inventory")
    TAGS = tr_noop("TPRoGI,shapefile,polygons,outlines,field mapping,append,rock glacier,candidates")
    SUMMARY = tr_noop(
        "Takes outlines of any polygon layer into an inventory, as rock glaciers or as candidates to be decided again. "
        "All or nothing is written, and an outline that is there already is not taken twice. Which fields are taken is "
        "remembered by the inventory; TPRoGI, the inventories of RGIK and the global one of 2026 need no mapping."
    )
    REQUEST = ImportRequest
    OUTPUT, COUNT, KNOWN, MARKERS = "OUTPUT", "COUNT", "KNOWN", "MARKERS"

    def __init__(self) -> None:
        super().__init__()
        self._is_new = False

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        outlines = tr(
            "Polygons of any format, in any coordinate system, or points as primary markers. A folder with both is "
            "taken whole."
        )
        words = f"{outlines} {many_words()}"
        self.add_polygons("input", tr("Outlines"), words, optional=False, layer="layer", many=True, points=True)
        self.add_option(
            "dialect",
            tr("Whose inventory"),
            tr(
                "tprogi: the Tibetan Plateau's. rgik, rgik-released, rogi-ch: RGIK's template, as released by ESA CCI, "
                "Switzerland's. global: that of 2026. Empty: what names and values show."
            ),
        )
        propose(self.parameterDefinition("INPUT"), PROPOSALS.now().other_outlines)
        self.add_option(
            "as_",
            tr("Become"),
            tr("Rock glaciers of the inventory, or candidates that a person decides on again, one by one."),
        )
        self.add_inventory(
            tr(
                "The inventory that gets them; it is changed in place. A name that is not there yet becomes a new one, "
                "in the coordinate system of the outlines."
            ),
            may_be_new=True,
        )
        self.add_option(
            "map",
            tr("Fields"),
            tr(
                "Field of the inventory = field of the layer, with ; between, such as ID=Nr;MAPPER=Author. Nothing "
                "behind the = takes none. Empty: as the inventory remembers, else the fields of a known inventory, "
                "else texts of the same name. The log tells which were taken and which not."
            ),
            wrapper=FIELDS,
        )
        self.add_option(
            "look",
            tr("Only look"),
            tr("Tells in the log which fields would be taken, with the first rows. Nothing is written."),
        )
        self.addOutput(QgsProcessingOutputVectorLayer(self.OUTPUT, tr("Imported outlines")))
        self.addOutput(QgsProcessingOutputFile(self.INVENTORY, tr("Inventory with the outlines")))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of outlines that were added")))
        self.addOutput(QgsProcessingOutputNumber(self.MARKERS, tr("Number of markers without an outline")))
        self.addOutput(QgsProcessingOutputNumber(self.KNOWN, tr("Number of outlines that were there already")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self._is_new = not Path(self.values["inventory"]).exists()
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        values = self.run_command(feedback)
        if values is None:
            return {}
        if self.values["look"]:
            push_table(feedback, values["table"])
            return {}
        return self.results(values, feedback)

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        inventory, name = self.values["inventory"], values["layer"]
        changed = [name, PRIMARY_MARKERS.name] if values["markers"] else [name]
        # All that the dock needs of a new one, so that it opens it.
        shown = [one.name for one in (PRIMARY_MARKERS, ROCK_GLACIERS, CANDIDATES)] if self._is_new else changed
        self.has_changed(inventory, *map(layer, shown))
        return {
            self.INVENTORY: inventory,
            self.OUTPUT: layer_uri(inventory, name),
            self.COUNT: values["features"],
            self.KNOWN: values["known"],
            self.MARKERS: values["markers"],
        }

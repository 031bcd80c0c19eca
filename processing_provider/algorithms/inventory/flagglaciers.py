"""Fills the share of each candidate that lies inside glacier outlines."""

from __future__ import annotations

from typing import Any

from ....inventory.requests.attributes import FlagGlaciersRequest
from ....inventory.schema import CANDIDATES
from ...adapters.source_parameters import FillingAlgorithm, many_words
from ...adapters.translation import tr, tr_noop


class FlagGlaciers(FillingAlgorithm):
    """Glacier outlines -> GLAC_FRAC of candidates."""

    NAME = "flagglaciers"
    HELP = "attributes#glacier-outlines"
    GROUP = "inventory"
    TITLE = tr_noop("Flag candidates on glaciers")
    TAGS = tr_noop("glacier,RGI,GLIMS,debris-covered glacier,overlap,GLAC_FRAC")
    SUMMARY = tr_noop(
        "Fills GLAC_FRAC: the share of each candidate that lies inside glacier outlines. A "
        "debris-covered glacier is the landform that is most often mistaken for a rock glacier; "
        "candidates with a large share can be sorted out first. Ground under several outlines counts "
        "once."
    )
    REQUEST = FlagGlaciersRequest
    FILES = ("glaciers",)

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory whose candidates are flagged; it is changed in place."))
        outlines = tr(
            "Outlines of glaciers, for example of the Randolph Glacier Inventory, in any coordinate "
            "system. Empty: as the inventory remembers."
        )
        self.add_polygons(
            "glaciers", tr("Glacier outlines"), f"{outlines} {many_words()}", layer="glaciers_layer", many=True
        )
        self.add_only_due(
            tr("Only candidates without a share"),
            tr("Leaves candidates alone that have a share. Without it all are computed anew."),
        )
        self.add_remember()
        self.add_outputs(tr("Candidates"), tr("Inventory with the candidates"), tr("Number of candidates"))

    def layer_name(self) -> str:
        return CANDIDATES.name

"""Rows that contradict each other, as no gesture makes them and a merge of two copies does; in words."""

from __future__ import annotations

from dataclasses import dataclass

from ..inventory.schema import Layer

SAME_IDENTIFIER, SAME_CANDIDATE = "same identifier", "same candidate"
SAME_MARKER, SAME_VALUE = "same marker", "same value"
NOT_DECIDED_SO, WITHOUT_ROCK_GLACIER = "not decided so", "without rock glacier"

_SENTENCES = {
    SAME_IDENTIFIER: "{count} rock glaciers have the identifier {key}.",
    SAME_CANDIDATE: "{count} rock glaciers came of the one candidate {key}.",
    SAME_MARKER: "{count} primary markers have the identifier {key}.",
    SAME_VALUE: "{count} rows of '{layer}' have the {field} {key}.",
    NOT_DECIDED_SO: "The candidate {key} is not accepted, and a rock glacier of it is in the inventory.",
    WITHOUT_ROCK_GLACIER: "The candidate {key} is said to remain, and no rock glacier of it is there.",
}


@dataclass(frozen=True)
class Twin:
    """Rows that contradict each other.

    Attributes
    ----------
    kind
        One of the words above.
    layer
        Of the rows.
    key
        What they share: an identifier, a candidate's identifier, a value.
    fids
        Their feature ids, in order.
    field
        The field that holds the key.
    """

    kind: str
    layer: Layer
    key: str
    fids: tuple[int, ...]
    field: str

    @property
    def sentence(self) -> str:
        """What is wrong, for a person."""
        return _SENTENCES[self.kind].format(count=len(self.fids), key=self.key, layer=self.layer.name, field=self.field)

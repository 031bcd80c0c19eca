"""From what was found to a document: which chapters, in which order."""

from __future__ import annotations

from .chapters.beside import beside_others
from .chapters.closing import data_dictionary, how_to_cite, limits
from .chapters.lie import in_cells, what_they_are_like, where_they_are
from .chapters.mapping import what_mappers_did, what_was_found
from .chapters.methods import sources_and_methods
from .chapters.opening import head_facts, in_short
from .chapters.reviewing import what_reviewers_say
from .document import Document
from .found import Found


def document_of(found: Found, authors: str = "") -> Document:
    """The whole report."""
    return Document(
        found.title,
        "Report of a rock glacier inventory",
        head_facts(found),
        [
            in_short(found),
            where_they_are(found),
            what_they_are_like(found),
            in_cells(found),
            what_was_found(found),
            what_mappers_did(found),
            what_reviewers_say(found),
            beside_others(found),
            sources_and_methods(found),
            limits(found),
            data_dictionary(found),
            how_to_cite(found, authors),
        ],
        found.warnings,
        found.made,
    )

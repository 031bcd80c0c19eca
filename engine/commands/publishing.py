"""The command that makes a publication of an inventory."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.publishing import PublishRequest
from ..telling.report import Report


def publish(request: PublishRequest, report: Report) -> dict[str, Any]:
    """Make a folder that an archive can take: the data, what they are, who made them, and what changed since the last.

    Only what is decided is published; the rest is told, and asked about. All files of the folder are written, or none.
    The same inventory, options and day give the same bytes. Metadata are ISO 19139, QGIS's QMD, DataCite, CITATION.cff
    and RO-Crate.
    """
    from ..publishing.publishing import publish_inventory

    return publish_inventory(request, report)

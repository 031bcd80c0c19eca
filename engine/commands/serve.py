"""Stay warm: run the commands that are asked for on standard input, one line of JSON each.

{"id": 7, "arguments": ["attributes", "--inventory", "tibet.gpkg"]} runs a command; its progress, warnings
and result come back as lines with the same id. {"stop": 7} stops it. The end of the input ends the server
when all is done. QGIS starts it; for one command at a time there is the command itself.
"""

from __future__ import annotations

from typing import Any

from ...inventory.requests.small import ServeRequest
from ..telling.report import Report


def run(request: ServeRequest, report: Report) -> dict[str, Any]:
    """Serve until the end; `report` is told only then."""
    from ..detection.kept_network import keeping
    from ..serving import Server, own_output
    from ..warming import warm_up

    with own_output() as answers, keeping():
        server = Server(0, answers)
        server.run(lambda: warm_up(request.warm))
    return {"requests": server.done}

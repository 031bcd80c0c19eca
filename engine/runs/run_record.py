"""One detection or calculation, with all that is needed to repeat it."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from ...inventory.moments import utc_now
from ...inventory.schema import RUNS
from ...inventory.secrets import scrub
from ...inventory.version import VERSION
from ..ground.geodesy import to_pyproj


@dataclass(frozen=True)
class Run:
    """One detection or calculation, with all that is needed to repeat it (a row of `runs`).

    `replaces_other_models`: what nobody has decided on gives way to it, whichever model has found that.
    """

    run_id: str
    time: str
    command: str
    source: str
    model: str = ""
    model_sha256: str = ""
    target: str = ""
    device: str = ""
    precision: str = ""
    resolution: float | None = None
    threshold: float | None = None
    minimum_area: float | None = None
    tolerance: float | None = None
    extent: str = ""
    crs: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    replaces_other_models: bool = False
    version: str = VERSION
    started: float = field(default_factory=monotonic, repr=False, compare=False)

    @property
    def seconds(self) -> float:
        """How long it goes on."""
        return round(monotonic() - self.started, 3)

    def row(self, features: int, **found: Any) -> tuple[Any, ...]:
        """The row's values, in the order of the schema, as if the run ended now.

        Parameters
        ----------
        features
            How many it has written.
        found
            What else it has found out, beside its parameters: anything JSON can hold.
        """
        others = {"replace_undecided": True} if self.replaces_other_models else {}
        told = json.dumps({**self.parameters, **others, **found}, ensure_ascii=False, sort_keys=True, default=str)
        return (
            self.run_id,
            self.time,
            self.version,
            self.command,
            scrub(self.source),
            self.model,
            self.model_sha256,
            self.device,
            self.precision,
            self.resolution,
            self.threshold,
            self.minimum_area,
            self.tolerance,
            self.extent,
            self.crs,
            features,
            scrub(told),
            self.seconds,
            self.target[: RUNS.field("TARGET").length],
        )


def new_run(
    command: str,
    source: str | Path,
    *,
    crs: Any = None,
    extent: tuple[float, float, float, float] | None = None,
    **details: Any,
) -> Run:
    """A run that begins now.

    Parameters
    ----------
    command
        The engine's command.
    source
        What is read; keys and passwords are taken out when it is stored.
    crs
        Coordinate system of what is read.
    extent
        West, south, east, north in `crs`.
    details
        Other fields of `Run`: model, model_sha256, target, device, precision, resolution (m), threshold,
        minimum_area (m²), tolerance (m), parameters (anything JSON can hold), replaces_other_models.
    """
    now = utc_now()
    stamp = now[:19].replace("-", "").replace(":", "")
    return Run(
        run_id=f"{stamp}Z-{secrets.token_hex(3)}",  # unique too when several mappers' files are merged
        time=now,
        command=command,
        source=str(source),
        extent="" if extent is None else ", ".join(f"{value:.10g}" for value in extent),
        crs="" if crs is None else crs_name(crs),
        **details,
    )


def crs_name(crs: Any) -> str:
    """``EPSG:32645`` where the system has such a code, else its WKT on one line."""
    system = to_pyproj(crs)
    authority = system.to_authority(min_confidence=90)
    return ":".join(authority) if authority else str(system.to_wkt())

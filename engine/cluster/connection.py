"""A Dask cluster: one of this computer's own, made for one run, or one that is there."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ...inventory.errors import UserError

if TYPE_CHECKING:
    from distributed import Client

SECONDS_TO_ANSWER = 10
_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss|ucx|ucxx)://.+:\d+")


def lost(scheduler: str | None) -> UserError:
    """The sentence for a cluster that went away during a run."""
    where = f"The scheduler {scheduler}" if scheduler else "The scheduler on this computer"
    return UserError(
        f"{where} was lost; what a ledger keeps is safe, and the same settings go on from there.", kind="cluster"
    )


@contextmanager
def connected(workers: int | None, scheduler: str | None) -> Iterator[Client]:
    """A client of the scheduler at an address, or of a new one with workers of its own.

    Each of these computes with one thread, so that the cores do not get into each other's way. They and the
    scheduler know each other by keys made for this run: nobody else on the computer can talk to them, and the web
    page that Dask would show to anybody on it is empty, at a port that two runs do not both want.

    Raises
    ------
    UserError
        Nothing answers at the address, or no processes can be started here.
    """
    import dask
    from distributed import Client, LocalCluster

    for name in ("distributed", "distributed.worker", "distributed.scheduler", "distributed.nanny"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with ExitStack() as stack:
        if scheduler is None:
            try:
                stack.enter_context(dask.config.set({"distributed.scheduler.http.routes": []}))
                cluster = LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",  # None would be the port 8787
                    scheduler_kwargs={"dashboard": False},
                    security=True,
                    silence_logs=logging.ERROR,
                )
            except (RuntimeError, OSError) as error:  # no shared memory, temporary files or network
                raise UserError(
                    f"The processes of --workers could not be started here ({_first_cause(error)}); run the "
                    "command without --workers.",
                    kind="cluster",
                ) from error
            stack.callback(cluster.close, timeout=10)
            client = Client(cluster, set_as_default=False)
        else:
            client = _client_at(scheduler)
        stack.callback(client.close, timeout=5)
        yield client


def _first_cause(error: BaseException) -> str:
    while (before := error.__cause__ or error.__context__) is not None and str(before):
        error = before
    return " ".join(str(error).split())


def _client_at(scheduler: str) -> Client:
    from distributed import Client

    try:
        if not _ADDRESS.fullmatch(scheduler):  # Dask would take any word for a host, and look for it long
            raise ValueError(scheduler)
        return Client(scheduler, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:  # a time-out is an OSError
        raise UserError(
            f"No Dask scheduler answers at {scheduler}; check the address (tcp://host:port), and that it runs.",
            kind="cluster",
        ) from error

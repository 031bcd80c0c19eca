"""The network is made and asked in one thread, which ends with the block, whatever happens."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from rock_glacier_inventory.engine.detection.network_thread import in_one_thread


class Remembers:
    """Says which threads made and asked it."""

    batch_size = 3

    def __init__(self) -> None:
        self.threads = [threading.get_ident()]

    def predict(self, tiles: np.ndarray) -> np.ndarray:
        self.threads.append(threading.get_ident())
        if not tiles.size:
            raise ValueError("no tiles")
        return tiles[:, 0].astype(np.float32)


def test_made_and_asked_in_one_thread_that_is_not_ours() -> None:
    tiles = np.arange(24).reshape(2, 3, 2, 2)
    with in_one_thread(Remembers) as network:
        assert network.batch_size == 3
        others = [threading.Thread(target=network.predict, args=(tiles,)) for _ in range(3)]
        for other in others:
            other.start()
        for other in others:
            other.join()
        assert np.array_equal(network.predict(tiles), tiles[:, 0])
        seen = set(network.network.threads)
        assert len(network.network.threads) == 5
        assert len(seen) == 1
        assert threading.get_ident() not in seen
    assert seen.isdisjoint(thread.ident for thread in threading.enumerate())


def test_an_error_reaches_who_asked() -> None:
    with in_one_thread(Remembers) as network:
        with pytest.raises(ValueError, match="no tiles"):
            network.predict(np.zeros((0, 3, 2, 2)))
        assert network.predict(np.ones((1, 3, 2, 2))).all()


def test_an_error_while_it_is_made_reaches_who_asked() -> None:
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError), in_one_thread(lambda: 1 / 0):  # type: ignore[arg-type,return-value]
        pass
    assert threading.active_count() == before

"""The contract of a store, over the connection of the GDAL that QGIS uses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.register_assert_rewrite("store_contract")
sys.path.append(str(Path(__file__).parents[1] / "unit"))

from store_contract import *  # noqa: E402, F403
from store_contract import Backend  # noqa: E402


@pytest.fixture
def backend(qgis_app: object) -> Backend:
    return Backend("import qgis.core")


def test_it_is_gdals_connection(store) -> None:
    assert type(store.connection).__name__ == "GdalConnection"

"""The contract of a store, over Python's SQLite."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("store_contract")

from store_contract import *  # noqa: E402, F403
from store_contract import Backend  # noqa: E402


@pytest.fixture
def backend():
    return Backend()

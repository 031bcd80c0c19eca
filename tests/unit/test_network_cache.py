"""Converted networks are kept whole or not at all, and nothing depends on them."""

from __future__ import annotations

import os
import threading
import zipfile
from pathlib import Path

import pytest
from rock_glacier_inventory.models.networks import network_cache
from rock_glacier_inventory.models.networks.network_cache import (
    ConvertedNetwork,
    NetworkKey,
    forget_network,
    keep_network,
    read_network,
)

KEY = NetworkKey("ab" * 32, "openvino-2026.4.1", (3, 480, 480), "bfloat16")
NETWORK = ConvertedNetwork(b"<net/>", bytes(range(256)) * 40)


def test_what_was_kept_is_read_back_under_its_own_key_only(tmp_path: Path) -> None:
    folder = tmp_path / "Netze 冰" / "networks"
    assert read_network(folder, KEY) is None
    keep_network(folder, KEY, NETWORK)
    assert read_network(folder, KEY) == NETWORK
    assert [path.name for path in folder.iterdir()] == [KEY.file_name]
    others = [
        NetworkKey("cd" * 32, KEY.library, KEY.shape, KEY.precision),
        NetworkKey(KEY.sha256, "openvino-2027.1.0", KEY.shape, KEY.precision),
        NetworkKey(KEY.sha256, KEY.library, (3, 480, 512), KEY.precision),
        NetworkKey(KEY.sha256, KEY.library, KEY.shape, "float32"),
    ]
    assert [read_network(folder, other) for other in others] == [None] * 4
    forget_network(folder, KEY)
    forget_network(folder, KEY)
    assert read_network(folder, KEY) is None


def test_no_folder_and_no_hash_keep_nothing(tmp_path: Path) -> None:
    keep_network(None, KEY, NETWORK)
    forget_network(None, KEY)
    assert read_network(None, KEY) is None
    unsaved = NetworkKey("", KEY.library, KEY.shape, KEY.precision)
    keep_network(tmp_path, unsaved, NETWORK)
    assert read_network(tmp_path, unsaved) is None
    assert list(tmp_path.iterdir()) == []


def damage_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-500])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def without_weights(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("network.xml", b"<net/>")


@pytest.mark.parametrize("harm", [damage_byte, cut, empty, without_weights])
def test_a_damaged_file_is_thrown_away(tmp_path: Path, harm: object) -> None:
    keep_network(tmp_path, KEY, NETWORK)
    path = tmp_path / KEY.file_name
    assert callable(harm)
    harm(path)
    assert read_network(tmp_path, KEY) is None
    assert not path.exists()
    keep_network(tmp_path, KEY, NETWORK)
    assert read_network(tmp_path, KEY) == NETWORK


def test_a_folder_that_cannot_be_made_or_written_means_no_cache(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    keep_network(blocked / "networks", KEY, NETWORK)  # its parent is a file, also for root
    assert read_network(blocked / "networks", KEY) is None
    full = tmp_path / "networks"
    (full / KEY.file_name / "taken").mkdir(parents=True)  # a folder stands under the name
    keep_network(full, KEY, NETWORK)
    assert read_network(full, KEY) is None
    assert [path.name for path in full.iterdir()] == [KEY.file_name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    part = tmp_path / f".{KEY.file_name}.{os.getpid()}.{threading.get_ident()}.part"
    part.symlink_to("/dev/full")
    keep_network(tmp_path, KEY, NETWORK)
    assert list(tmp_path.iterdir()) == []


def test_only_those_used_last_stay(tmp_path: Path) -> None:
    keys = [
        NetworkKey(f"{number:064x}", KEY.library, KEY.shape, KEY.precision) for number in range(network_cache.KEPT + 2)
    ]
    for age, key in enumerate(reversed(keys)):
        keep_network(tmp_path, key, NETWORK)
        when = 1_700_000_000 - 1000 * age
        os.utime(tmp_path / key.file_name, (when, when))
    stray = tmp_path / ".x.zip.99.part"
    stray.write_bytes(b"half")
    os.utime(stray, (1_600_000_000, 1_600_000_000))
    assert read_network(tmp_path, keys[3]) == NETWORK  # used now
    keep_network(tmp_path, KEY, NETWORK)
    left = [path.name for path in tmp_path.iterdir()]
    assert len(left) == network_cache.KEPT
    assert {KEY.file_name, keys[3].file_name, keys[-1].file_name} <= set(left)
    assert keys[0].file_name not in left

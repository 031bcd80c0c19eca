"""Network shares are recognised from the system's own lists of mounts."""

from __future__ import annotations

from pathlib import Path

import pytest
from rock_glacier_inventory.plugin.common import network_path
from rock_glacier_inventory.plugin.common.network_path import (
    is_network_path,
    network_advice,
    parse_mount_output,
    parse_mount_table,
)

LINUX = r"""
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /mnt/glaciers nfs4 rw,vers=4.2 0 0
//nas/team /mnt/with\040space\040\303\251 cifs rw 0 0
me@host:/home /home/me/far fuse.sshfs rw 0 0
/dev/sdb1 /mnt/glaciers/local ext4 rw 0 0
""".strip().splitlines()
MACOS = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//me@nas/team on /Volumes/team share (smbfs, nodev, nosuid, mounted by me)
/dev/disk4s2 on /Volumes/USB (exfat, local, nodev)
""".strip().splitlines()


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/me/inventory.gpkg", False),
        ("/mnt/glaciers/inventory.gpkg", True),
        ("/mnt/glaciers2/inventory.gpkg", False),
        ("/mnt/glaciers/local/inventory.gpkg", False),
        ("/mnt/with space é/inventory.gpkg", True),
        ("/home/me/far/away/inventory.gpkg", True),
    ],
)
def test_on_linux(path: str, network: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_path, "_mounts", lambda: parse_mount_table(LINUX))
    assert is_network_path(Path(path)) is network


@pytest.mark.parametrize(
    ("path", "network"),
    [("/Users/me/a.gpkg", False), ("/Volumes/team share/a.gpkg", True), ("/Volumes/USB/a.gpkg", False)],
)
def test_on_macos(path: str, network: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_path, "_mounts", lambda: parse_mount_output(MACOS))
    assert is_network_path(Path(path)) is network


def test_here(tmp_path: Path) -> None:
    """The list of this very machine is read, and a file that is not there yet is no obstacle."""
    assert network_path._mounts()
    assert is_network_path(tmp_path / "new.gpkg") is False


def test_it_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> list[tuple[str, str]]:
        raise OSError("no list of mounts")

    monkeypatch.setattr(network_path, "_mounts", broken)
    assert is_network_path(Path("/mnt/glaciers/inventory.gpkg")) is False
    assert "own disk" in network_advice(Path("/mnt/glaciers/inventory.gpkg"))

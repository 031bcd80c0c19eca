"""Whether a file lies on a network share, where SQLite's locks are not to be trusted."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from qgis.PyQt.QtCore import QProcess

from ...processing_provider.adapters.translation import tr

_NETWORK_TYPES = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "afpfs",
        "webdav",
        "9p",
        "ceph",
        "glusterfs",
        "lustre",
        "davfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.cephfs",
        "osxfuse",
        "macfuse",
    }
)
_MOUNT, _MS_TO_TELL = "/sbin/mount", 5000
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of the Windows API


def network_advice(path: Path) -> str:
    """What to do where `is_network_path`."""
    return tr(
        "{} is on a network share: let one person work in it at a time, or copy it to your own disk, which "
        "is safer and faster."
    ).format(path)


def is_network_path(path: Path) -> bool:
    """Whether the file is on a share, as far as the system tells; never raises."""
    try:
        if sys.platform == "win32":
            return _is_network_on_windows(str(path))
        return _type_of(path, _mounts()) in _NETWORK_TYPES
    except (OSError, ValueError, AttributeError):
        return False


def _is_network_on_windows(path: str) -> bool:
    full = os.path.abspath(path)  # noqa: PTH100 - resolving would ask the server, which may be gone
    if full.startswith("\\\\") and not full.startswith("\\\\?\\"):
        return True
    if full.upper().startswith("\\\\?\\UNC\\"):
        return True
    drive = os.path.splitdrive(full.replace("\\\\?\\", ""))[0] + "\\"
    return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _REMOTE_DRIVE)  # type: ignore[attr-defined]


def _mounts() -> list[tuple[str, str]]:
    """Folder and type of every mount."""
    if sys.platform == "darwin":
        process = QProcess()
        process.start(_MOUNT, [])
        process.waitForFinished(_MS_TO_TELL)
        return parse_mount_output(bytes(process.readAllStandardOutput()).decode("utf-8", "replace").splitlines())
    return parse_mount_table(Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines())


def parse_mount_table(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Folder and type of each mount in Linux's table: ``server:/x /mnt/x nfs4 rw,... 0 0``."""
    found = []
    for line in lines:
        parts = line.split()
        if len(parts) > 2:
            folder = parts[1].encode("utf-8", "surrogateescape").decode("unicode_escape", "replace")
            found.append((folder.encode("latin-1", "replace").decode("utf-8", "replace"), parts[2]))
    return found


def parse_mount_output(lines: Iterable[str]) -> list[tuple[str, str]]:
    """The same of what macOS's `mount` says: ``//me@server/x on /Volumes/x (smbfs, nodev, ...)``."""
    found = []
    for line in lines:
        place, _, options = line.rpartition(" (")
        _, _, folder = place.partition(" on ")
        if folder and options:
            found.append((folder, options.rstrip(")").split(",")[0].strip()))
    return found


def _type_of(path: Path, mounts: list[tuple[str, str]]) -> str:
    """Type of the mount that holds the path: that of the longest folder; the last mounted counts."""
    full = path.resolve()
    kind, longest = "", -1
    for folder, name in mounts:
        mounted = Path(folder)
        if (mounted == full or mounted in full.parents) and len(mounted.parts) >= longest:
            kind, longest = name, len(mounted.parts)
    return kind

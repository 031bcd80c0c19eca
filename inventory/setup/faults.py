"""From the words of uv, of the network and of the system to what is wrong, and which button mends it."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from .told import Told

RETRY, NETWORK, PLACE, REPAIR, LIGHT_ONE = "retry", "network", "place", "repair", "light"
"""What a button does: again, open QGIS's network options, choose a folder, build anew, take *Light*."""

_WORDS: dict[str, tuple[str, ...]] = {
    "proxy_password": (r"\b407\b", "proxy authentication required"),
    "certificate": (
        "invalid peer certificate",
        "unknownissuer",
        "self.signed",
        "certificate verify",
        "certificate has expired",
        "handshake failed",
        "no ca certificates",
    ),
    "disk_full": (
        "no space left",
        r"os error 28\b",
        r"os error 112\b",
        "not enough space",
        r"os error 122\b",
        "quota exceeded",
        r"os error 27\b",
        "file too large",
    ),
    "wrong_hash": ("hash mismatch", r"computed:\s"),
    "virus": (r"os error 22[56]\b", "contains a virus"),
    "file_in_use": (r"os error 3[23]\b", "being used by another", "text file busy", r"os error 26\b"),
    "no_permission": (
        "read-only file system",
        r"os error 30\b",
        "permission denied",
        r"os error 13\b",
        "access is denied",
        r"os error 5\b",
    ),
    "path_too_long": ("file name too long", r"os error 36\b", r"os error 206\b"),
    "no_package": ("not found in the package registry", "no solution found", "no matching distribution"),
    "refused": ("status client error",),
    "no_network": (
        "dns error",
        "failed to lookup",
        r"os error 111\b",
        r"os error 61\b",
        r"os error 10061\b",
        "connection refused",
        "unreachable",
    ),
    "network_cut": (
        "timed? ?out",
        "connection reset",
        "connection closed",
        "broken pipe",
        "error decoding response",
        "unexpected e(nd|of)",
        "end of file",
        "incomplete",
        "error sending request",
        "failed to fetch",
        "status server error",
    ),
    "strange_package": ("failed to extract", "invalid (zip|tar|gzip)", "bad (zip|crc)", "crc", "damaged", "corrupt"),
}
"""In this order: what stands first is the cause, what stands later often its consequence."""

_NUMBERS = {
    errno.ENOSPC: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "no_permission",
    errno.ENOTDIR: "no_permission",
    errno.ENAMETOOLONG: "path_too_long",
    errno.ETXTBSY: "file_in_use",
}
_WINDOWS_NUMBERS = {32: "file_in_use", 33: "file_in_use", 112: "disk_full", 206: "path_too_long", 225: "virus"}

REMEDIES = {
    "proxy_password": NETWORK,
    "no_network": NETWORK,
    "certificate": NETWORK,
    "refused": NETWORK,
    "disk_full": PLACE,
    "too_little_disk": PLACE,
    "no_permission": PLACE,
    "path_too_long": PLACE,
    "python_gone": REPAIR,
    "test_failed": REPAIR,
    "old_driver": LIGHT_ONE,
}
"""For each kind the button beside the sentence; the others are tried again."""


def remedy_of(told: Told) -> str:
    """What the button beside a sentence does."""
    return REMEDIES.get(told.kind, RETRY)


def fault_in(words: str, code: int = 1) -> Told:
    """What is wrong, by the last words of a program that failed."""
    text = words.lower()
    for kind, patterns in _WORDS.items():
        if re.search("|".join(patterns), text):
            return Told(kind, {"file": _named(words)})
    return Told("program_failed", {"code": code, "words": last_line(words)})


def fault_of_system(error: OSError, place: Path) -> Told:
    """What is wrong, by an error of the system while a file was written."""
    kind = _WINDOWS_NUMBERS.get(getattr(error, "winerror", 0) or 0) or _NUMBERS.get(error.errno or 0)
    if kind is None:
        return Told("program_failed", {"code": error.errno or 0, "words": error.strerror or str(error)})
    return Told(kind, {"file": str(error.filename or place)})


def _named(words: str) -> str:
    """The package, file or address that the words are about; empty where they name none."""
    for pattern in (
        r"`([^`]+==[^`]+)`",
        r"(?:failed to (?:fetch|download|extract|read|write|open|create)[^`\n]*)`([^`]+)`",
        r"https?://([^/\s)`]+)",
        r"`([^`\n]+)`",
    ):
        found = re.search(pattern, words, re.IGNORECASE)
        if found:
            return found[1]
    return ""


def last_line(words: str) -> str:
    """The last line that says something, not too long for a sentence."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""

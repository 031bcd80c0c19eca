"""A QGIS profile of its own for the suites that start the real programs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "rock_glacier_inventory"


@dataclass(frozen=True)
class Profile:
    """A profile folder that has the plugin, and the environment to start QGIS programs with."""

    folder: Path
    base: Path
    """What ``--profiles-path`` wants."""
    environment: dict[str, str]


def make_profile(folder: Path, settings: str = "") -> Profile:
    """Make a profile below `folder` in which the checkout is an enabled plugin.

    The plugin is linked under its import name, as QGIS names the package after its folder. HOME points
    below `folder`, so that nothing of the person's own QGIS is read or written; the cache that may hold
    the engine stays where it is.
    """
    profile = folder / "profiles" / "default"
    plugins = profile / "python" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / PACKAGE).symlink_to(ROOT, target_is_directory=True)
    ini = profile / "QGIS" / "QGIS3.ini"
    ini.parent.mkdir()
    ini.write_text(f"[PythonPlugins]\n{PACKAGE}=true\nprocessing=true\n\n{settings}", "utf-8")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    home = folder / "home"
    home.mkdir()
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_CACHE_HOME": cache,
        "XDG_RUNTIME_DIR": str(runtime),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder),
    }
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
        environment.pop(name, None)
    return Profile(profile, folder, environment)


def desktop_command(profile: Profile, script: Path, limit_s: int, screen: int = 99) -> list[str]:
    """The words that start the real desktop on a screen of its own and let a script use it.

    `screen` is the first number that is tried. The limit is needed: an import error in the desktop opens a modal dialog
    that nobody answers.
    """
    limited = ["timeout", "--kill-after=10", str(limit_s)]
    seen = ["xvfb-run", "--server-num", str(screen), "--auto-servernum", "--server-args", "-screen 0 1600x900x24"]
    return [*limited, *seen, "qgis", "--nologo", "--profiles-path", str(profile.base), "--code", str(script)]

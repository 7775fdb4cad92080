"""Where the command keeps what it can make again, and where its users keep what they have chosen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_CONFIG = "config.toml"


def cache_dir() -> Path:
    """Give the folder for downloads and extracted schemas: `SCAFFOLDER_CACHE`, else the platform's own place."""
    chosen = os.environ.get("SCAFFOLDER_CACHE")
    if chosen:
        return Path(chosen)
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"]) / "scaffolder"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "scaffolder"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "scaffolder" / "Cache"
    return Path.home() / ".cache" / "scaffolder"


def config_file() -> Path:
    """Give the user's own configuration file, which need not be there."""
    if os.environ.get("XDG_CONFIG_HOME"):
        return Path(os.environ["XDG_CONFIG_HOME"]) / "scaffolder" / _CONFIG
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "scaffolder" / _CONFIG
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA")
        return (Path(roaming) if roaming else Path.home() / "AppData" / "Roaming") / "scaffolder" / _CONFIG
    return Path.home() / ".config" / "scaffolder" / _CONFIG

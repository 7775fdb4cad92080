"""`python -m serving` runs a replica."""

from __future__ import annotations

import asyncio
import logging
import os

from . import logs, telemetry
from .api import make_app
from .config import Config
from .server import DrainingServer
from .service import Service


def main() -> None:
    """Serve until told to stop."""
    logs.set_up()
    service = Service(Config.from_env(os.environ))
    app, flush = telemetry.instrument(make_app(service), service, os.environ)
    asyncio.run(DrainingServer(app, service).work())
    flush()
    logging.getLogger(__name__).info("stopped")


if __name__ == "__main__":
    main()

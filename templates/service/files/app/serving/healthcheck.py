"""`python -m serving.healthcheck` asks the replica in this container whether it can serve: the image's HEALTHCHECK."""

from __future__ import annotations

import http.client
import os
import sys

from .config import Config


def main() -> int:
    """0 when the replica can serve, else 1."""
    config = Config.from_env(os.environ)
    connection = http.client.HTTPConnection("127.0.0.1", config.port, timeout=2)
    try:
        connection.request("GET", config.health_path)
        return 0 if connection.getresponse().status == http.client.OK else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())

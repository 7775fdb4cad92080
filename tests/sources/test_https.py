"""A repository behind https and a password: the user's own credential helper opens it, and nobody is asked."""

from __future__ import annotations

import base64
import http.server
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Generator
from functools import partial
from pathlib import Path

import pytest

from scaffolder.sources.errors import UnreachableError
from scaffolder.sources.finder import Finder
from scaffolder.sources.source import parse_source
from tests.repositories import Origin, manifest

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a certificate")


class Guarded(http.server.SimpleHTTPRequestHandler):
    """Gives files to `me` with the password `pw`."""

    def do_GET(self) -> None:
        wanted = "Basic " + base64.b64encode(b"me:pw").decode()
        if self.headers.get("Authorization") == wanted:
            super().do_GET()
            return
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="t"')
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    """The address of a served repository, with the template at its root at v1."""
    origin = Origin(tmp_path / "served/r.git")
    origin.commit({"template.toml": manifest("acme"), "files/a": "1"}, tag="v1")
    origin.git("update-server-info")
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    request = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    names = ("-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate))
    subprocess.run(["openssl", *request, *names], check=True, capture_output=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Guarded, directory=str(tmp_path / "served")))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
    monkeypatch.setenv("GIT_SSL_CAINFO", str(certificate))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for name in ("https_proxy", "HTTPS_PROXY", "GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "localhost")
    yield f"git+https://localhost:{server.server_port}/r.git/.git@v1"
    server.shutdown()
    server.server_close()


def test_the_credential_helper_is_asked(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "gitconfig"
    own.write_text("[credential]\nhelper = \"!printf 'username=me\\\\npassword=pw\\\\n'; true\"\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    folder, _ = Finder(built_in=tmp_path, cache=tmp_path / "cache").find(parse_source(url, beside=tmp_path))
    assert (folder / "files/a").read_text() == "1"


def test_without_one_it_is_told_and_nobody_asked(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    with pytest.raises(UnreachableError, match=r"could not read Username.*terminal prompts disabled"):
        Finder(built_in=tmp_path, cache=tmp_path / "cache").find(parse_source(url, beside=tmp_path))

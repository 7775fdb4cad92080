"""How a build logs in to the registry without an admin user: with the deployer's own identity."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request

# What a registry takes as the user's name when the password is a token of its own.
TOKEN_USER = "00000000-0000-0000-0000-000000000000"  # noqa: S105 - a name, and the same for everybody
_EXCHANGE_SECONDS = 30
_JWT_DOTS = 2


def registry_password(server: str, token: str) -> str:
    """The registry's own token for who holds `token`, as `az acr login` gets it; it lasts three hours.

    https://learn.microsoft.com/azure/container-registry/container-registry-authentication#individual-login-with-microsoft-entra-id:
    a token in a scope map would need a password that no Azure resource gives out, and an admin user is never on.
    """
    if token.count(".") != _JWT_DOTS:
        # No token of Entra ID: a rehearsal against a simulated cloud. Its registry has nothing to exchange it with.
        return token
    form = urllib.parse.urlencode({"grant_type": "access_token", "service": server, "access_token": token})
    request = urllib.request.Request(f"https://{server}/oauth2/exchange", data=form.encode(), method="POST")
    with urllib.request.urlopen(request, timeout=_EXCHANGE_SECONDS) as answer:  # noqa: S310 - as above
        return json.load(answer)["refresh_token"]

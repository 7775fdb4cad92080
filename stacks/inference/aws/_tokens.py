"""How a load balancer checks the callers' tokens."""

from __future__ import annotations

import re

import pulumi_aws as aws

from ..settings import Settings

# Where issuers publish the keys they sign with. The load balancer wants the page itself and does not read the issuer's
# discovery document, and a preview may not ask the network; most issuers (Cognito, Auth0) have it at the last place.
_KEY_PAGES = (
    # https://developers.google.com/identity/openid-connect/openid-connect#discovery
    (r"https://accounts\.google\.com", "https://www.googleapis.com/oauth2/v3/certs"),
    # https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
    (r"(https://login\.microsoftonline\.com/[^/]+)/v2\.0", r"\1/discovery/v2.0/keys"),
    # https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/
    (r"(https://[^/]+\.okta(?:preview|-emea)?\.com/oauth2/[^/]+)", r"\1/v1/keys"),
    (r"(https://[^/]+\.okta(?:preview|-emea)?\.com)", r"\1/oauth2/v1/keys"),
    # https://www.keycloak.org/securing-apps/oidc-layers
    (r"(https://.+/realms/[^/]+)", r"\1/protocol/openid-connect/certs"),
    # https://docs.github.com/actions/reference/security/oidc
    (r"(https://token\.actions\.githubusercontent\.com)", r"\1/.well-known/jwks"),
    (r"(https://.+?)/?", r"\1/.well-known/jwks.json"),
)


def key_page(issuer: str) -> str:
    """The page with an issuer's public keys."""
    trimmed = issuer.rstrip("/")
    return next(
        found.expand(page) for pattern, page in _KEY_PAGES if (found := re.fullmatch(pattern, trimmed)) is not None
    )


def token_check(settings: Settings) -> list[aws.lb.ListenerDefaultActionArgs]:
    """The action before the forward: a token of the issuer, in time, for the audience; nothing for a public service.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html
    """
    if settings.access != "authenticated":
        return []
    return [
        aws.lb.ListenerDefaultActionArgs(
            type="jwt-validation",
            order=1,
            jwt_validation=aws.lb.ListenerDefaultActionJwtValidationArgs(
                issuer=settings.auth_issuer,
                jwks_endpoint=key_page(settings.auth_issuer),
                additional_claims=[
                    aws.lb.ListenerDefaultActionJwtValidationAdditionalClaimArgs(
                        name="aud", format="single-string", values=[settings.auth_audience]
                    )
                ],
            ),
        )
    ]

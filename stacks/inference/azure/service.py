"""The replicas of one region and the address the front reaches them at."""

from __future__ import annotations

import pulumi
import pulumi_azure_native as az

from ..contract import RegionalEndpoint, RegionalServiceArgs
from ..names import short_name
from ..settings import Settings
from ._container import template
from ._revision import serving
from ._secrets import SecretReference
from .cluster import profile_name

_NAME_LIMIT = 32
_INACTIVE_REVISIONS = 20
_PRIVATE_REGISTRIES = ".azurecr.io"


class RegionalService(pulumi.ComponentResource):
    """The container app: replicas, the ingress in front of them, and who may call it.

    A new revision takes over when all its replicas are ready; until then, and if they never are, the old one serves.
    DIFFERS: there is no rollback on an alarm after that; AWS has one. Going back is setting the earlier digest.
    """

    endpoint: RegionalEndpoint
    url: pulumi.Output[str]

    def __init__(self, name: str, args: RegionalServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:RegionalService", name, {}, opts)
        settings = args.settings
        app = az.app.ContainerApp(
            f"{name}-app",
            container_app_name=app_name(settings),
            resource_group_name=args.scope,
            location=args.region,
            environment_id=args.cluster_id,
            workload_profile_name=profile_name(settings),
            identity={
                "type": "UserAssigned",
                "user_assigned_identities": [args.runtime_identity, args.launch_identity],
            },
            configuration=_configuration(args),
            template=template(
                settings,
                region=args.region,
                image=args.image,
                client_id=self._client_id(args.runtime_identity),
                environment=args.environment,
            ),
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )
        host = app.configuration.apply(_host)
        if settings.access == "authenticated":
            # The front learns the address when nobody can use it without a token any more.
            host = pulumi.Output.all(host, self._authentication(name, args, app).id).apply(lambda known: known[0])
        ready = serving(app, scope=args.scope, startup_seconds=settings.startup_seconds)
        self.url = pulumi.Output.concat("https://", host)
        self.endpoint = RegionalEndpoint(
            region=args.region,
            scope=pulumi.Output.from_input(args.scope),
            service_id=ready,
            service_name=app.name,
            cluster_id=pulumi.Output.from_input(args.cluster_id),
            origin_id=pulumi.Output.from_input(args.cluster_id),  # the front's private link leads to the environment
            origin_host=host,
            load_label=app.name,
            log_destination=pulumi.Output.from_input(args.log_destination),
        )
        self.register_outputs({"url": self.url})

    def _client_id(self, identity: pulumi.Input[str]) -> pulumi.Output[str]:
        parts = pulumi.Output.from_input(identity).apply(lambda known: known.split("/"))
        found = az.managedidentity.get_user_assigned_identity_output(
            resource_group_name=parts.apply(lambda known: known[4]),
            resource_name=parts.apply(lambda known: known[-1]),
            opts=pulumi.InvokeOutputOptions(parent=self),
        )
        return found.apply(lambda known: known.client_id)

    def _authentication(
        self, name: str, args: RegionalServiceArgs, app: az.app.ContainerApp
    ) -> az.app.ContainerAppsAuthConfig:
        """Nobody comes through without a token of the issuer for the audience, but for the health check."""
        settings = args.settings
        return az.app.ContainerAppsAuthConfig(
            f"{name}-authentication",
            auth_config_name="current",  # the only name there is
            container_app_name=app.name,
            resource_group_name=args.scope,
            platform={"enabled": True},
            global_validation=az.app.GlobalValidationArgs(
                unauthenticated_client_action=az.app.UnauthenticatedClientActionV2.RETURN401,
                excluded_paths=[settings.health_path],
            ),
            http_settings=az.app.HttpSettingsArgs(
                require_https=True,
                forward_proxy=az.app.ForwardProxyArgs(convention=az.app.ForwardProxyConvention.STANDARD),
            ),
            # Tokens in the Authorization header are taken from this provider only: one of OpenID Connect in general
            # knows nothing but its own sign-in. https://github.com/MicrosoftDocs/azure-docs/issues/72019
            identity_providers={
                "azure_active_directory": {
                    "enabled": True,
                    "registration": {
                        "client_id": settings.auth_audience.removeprefix("api://"),
                        "open_id_issuer": settings.auth_issuer,
                    },
                    "validation": {"allowed_audiences": [settings.auth_audience]},
                }
            },
            opts=pulumi.ResourceOptions(parent=self),
        )


def app_name(settings: Settings) -> str:
    """The container app's name, the same in every region's resource group."""
    return short_name(settings.name, settings.environment, limit=_NAME_LIMIT)


def traffic(settings: Settings) -> list[az.app.TrafficWeightArgs]:
    """All of it to the latest revision, or the canary's share to that and the rest to the stable one."""
    if settings.rollout == "rolling":
        return [az.app.TrafficWeightArgs(latest_revision=True, weight=100)]
    return [
        az.app.TrafficWeightArgs(latest_revision=True, weight=settings.canary_percent),
        az.app.TrafficWeightArgs(revision_name=settings.stable_revision, weight=100 - settings.canary_percent),
    ]


def _configuration(args: RegionalServiceArgs) -> az.app.ConfigurationArgs:
    settings = args.settings
    return az.app.ConfigurationArgs(
        active_revisions_mode="Single" if settings.rollout == "rolling" else "Multiple",
        max_inactive_revisions=_INACTIVE_REVISIONS,
        ingress=az.app.IngressArgs(
            # "External" to the app is whoever reaches the environment; where that is private, so is this.
            external=True,
            target_port=settings.port,
            transport="auto",
            allow_insecure=False,
            traffic=traffic(settings),
        ),
        registries=[
            az.app.RegistryCredentialsArgs(server=server, identity=args.launch_identity) for server in _registries(args)
        ],
        identity_settings=[
            # Used to start the app, and out of the reach of its containers.
            az.app.IdentitySettingsArgs(identity=args.launch_identity, lifecycle="None"),
            az.app.IdentitySettingsArgs(identity=args.runtime_identity, lifecycle="Main"),
        ],
        secrets=[
            az.app.SecretArgs(name=secret.slug, key_vault_url=secret.url, identity=args.launch_identity)
            for secret in SecretReference.all_of(settings)
        ],
    )


def _registries(args: RegionalServiceArgs) -> list[pulumi.Input[str]]:
    """The registry of the image where Azure keeps it, which asks who pulls; another one is taken to be public."""
    if not args.settings.image:
        return [pulumi.Output.from_input(args.image).apply(_server)]
    server = _server(args.settings.image)
    return [server] if server.endswith(_PRIVATE_REGISTRIES) else []


def _server(image: str) -> str:
    return image.split("/", 1)[0]


def _host(configuration: az.app.outputs.ConfigurationResponse | None) -> str:
    return configuration.ingress.fqdn if configuration and configuration.ingress else ""

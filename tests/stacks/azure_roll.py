"""An update of three regions under Pulumi's mocks: run as a program, as mocks hold for a whole process.

The revision of the region named by the first argument never gets ready. Prints what was registered, and the error.
"""

import json
import sys
from typing import Any

import pulumi

from inference.azure import _revision
from inference.azure.program import deploy
from inference.settings import Settings

SICK = sys.argv[1]
REGIONS = ["swedencentral", "westeurope", "northeurope"]
registered: list[str] = []


class Azure(pulumi.runtime.Mocks):
    """Gives what the program reads of what it made."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """What a resource is after it was made."""
        kind = args.typ.rpartition(":")[2]
        registered.append(f"{kind} {args.name}")
        made: dict[str, Any] = {**args.inputs, "name": args.name, **OUTPUTS.get(kind, {})}
        if kind == "ContainerApp":
            configuration = args.inputs["configuration"]
            made |= {
                "configuration": {**configuration, "ingress": {**configuration["ingress"], "fqdn": "demo.example"}},
                "identity": {"type": "UserAssigned", "userAssignedIdentities": {}},
                "latestRevisionName": "demo--new",
                "latestReadyRevisionName": "demo--old" if SICK in args.name else "demo--new",
            }
        return f"/subscriptions/s/resourceGroups/g/providers/Microsoft.Test/{kind}/{args.name}", made

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:  # noqa: ARG002 - as Pulumi asks
        """What the functions answer: the sick region's old revision goes on serving."""
        return {
            "subscriptionId": "s",
            "clientId": "c",
            "latestRevisionName": "demo--new",
            "latestReadyRevisionName": "demo--old",
        }


OUTPUTS = {
    "Registry": {"loginServer": "demo.azurecr.io"},
    "ManagedEnvironment": {"defaultDomain": "demo.example", "staticIp": "10.0.0.1"},
    "Component": {"connectionString": "InstrumentationKey=k"},
    "AFDEndpoint": {"hostName": "demo.azurefd.net"},
    "UserAssignedIdentity": {"principalId": "p", "clientId": "c"},
}


@pulumi.runtime.test
def update() -> None:
    """The whole program, until all it registered is answered or one part failed."""
    image = f"team.azurecr.io/model@sha256:{'a' * 64}"
    deploy(Settings.parse({"cloud": "azure", "regions": REGIONS, "image": image}, name="demo"))


pulumi.runtime.set_mocks(Azure(), preview=False)
_revision._LAUNCH_SECONDS = -1000  # nobody waits here
error = ""
try:
    update()
except pulumi.RunError as caught:
    error = str(caught)
print(json.dumps({"registered": registered, "error": error}))

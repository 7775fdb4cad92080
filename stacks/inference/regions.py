"""The regions each cloud can run the service in, as of 2026-11.

Sources: aws, the regions of ECS in the botocore 1.43 endpoint model (commercial partition); gcp,
https://cloud.google.com/run/docs/locations; azure, the regions of Container Apps in
https://azure.microsoft.com/explore/global-infrastructure/products-by-region/.
"""

from __future__ import annotations

from collections.abc import Mapping


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


REGIONS: Mapping[str, tuple[str, ...]] = {
    "aws": _names("""
        us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 eu-central-1
        eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 af-south-1 il-central-1
        me-central-1 me-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1
        ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
        ap-southeast-7
    """),
    "gcp": _names("""
        us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4
        northamerica-northeast1 northamerica-northeast2 northamerica-south1 southamerica-east1
        southamerica-west1 europe-central2 europe-north1 europe-north2 europe-southwest1 europe-west1
        europe-west2 europe-west3 europe-west4 europe-west6 europe-west8 europe-west9 europe-west10
        europe-west12 africa-south1 me-central1 me-central2 me-west1 asia-east1 asia-east2 asia-northeast1
        asia-northeast2 asia-northeast3 asia-south1 asia-south2 asia-southeast1 asia-southeast2
        asia-southeast3 australia-southeast1 australia-southeast2
    """),
    "azure": _names("""
        eastus eastus2 centralus northcentralus southcentralus westcentralus westus westus2 westus3
        canadacentral canadaeast mexicocentral brazilsouth chilecentral northeurope westeurope uksouth
        ukwest francecentral germanywestcentral italynorth norwayeast polandcentral spaincentral
        swedencentral switzerlandnorth austriaeast southafricanorth uaenorth qatarcentral israelcentral
        australiaeast australiasoutheast newzealandnorth eastasia southeastasia japaneast japanwest
        koreacentral centralindia southindia jioindiawest indonesiacentral malaysiawest
    """),
}

# A primary and a second one, near each other and with the most capacity, accelerators included.
DEFAULT_REGIONS: Mapping[str, tuple[str, str]] = {
    "aws": ("us-east-1", "us-west-2"),
    "gcp": ("us-central1", "us-east4"),
    "azure": ("swedencentral", "westeurope"),
}


def cloud_of_region(region: str) -> str | None:
    """The cloud that has a region; no two share a name."""
    return next((cloud for cloud, regions in REGIONS.items() if region in regions), None)


def nearest_region(region: str, *clouds: str) -> str | None:
    """The region of the clouds whose name is closest to what was written, hyphens and case aside."""
    from difflib import get_close_matches  # only a mistake needs it

    def plain(name: str) -> str:
        return name.lower().replace("-", "").replace("_", "").replace(" ", "")

    plains = {plain(name): name for cloud in clouds for name in REGIONS[cloud]}
    near = get_close_matches(plain(region), plains, n=1, cutoff=0.6)
    return plains[near[0]] if near else None

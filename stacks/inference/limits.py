"""What each cloud's container service can run: sizes, accelerators, retention, with the page each fact comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
# (the same table as cfn-lint's rule E3047): vCPU to the MiB that go with it.
FARGATE_SIZES: Mapping[float, tuple[int, ...]] = {
    0.25: (512, 1024, 2048),
    0.5: tuple(range(1024, 4097, 1024)),
    1: tuple(range(2048, 8193, 1024)),
    2: tuple(range(4096, 16385, 1024)),
    4: tuple(range(8192, 30721, 1024)),
    8: tuple(range(16384, 61441, 4096)),
    16: tuple(range(32768, 122881, 8192)),
    32: (61440, 122880, 249856),
}

# https://cloud.google.com/run/docs/configuring/services/cpu and .../memory-limits:
# the least and the most MiB of each vCPU count.
CLOUD_RUN_MEMORY_MIB: Mapping[float, tuple[int, int]] = {
    1: (512, 4096),
    2: (512, 8192),
    4: (2048, 16384),
    8: (4096, 32768),
}

# https://learn.microsoft.com/azure/container-apps/containers#allocations: the Consumption profile, 2 GiB for each vCPU.
CONTAINER_APPS_CPU_STEP = 0.25
CONTAINER_APPS_MAX_CPU = 4.0


class NodeSize(NamedTuple):
    """A kind of node that runs replicas of its own size or smaller."""

    name: str
    cpu: float
    memory_mib: int


# https://learn.microsoft.com/azure/container-apps/workload-profiles-overview, smallest first.
CONTAINER_APPS_PROFILES: tuple[NodeSize, ...] = tuple(
    NodeSize(name=f"{family}{cpu}", cpu=cpu, memory_mib=cpu * gib_per_cpu * 1024)
    for cpu in (4, 8, 16, 32)
    for family, gib_per_cpu in (("D", 4), ("E", 8))
)


class Accelerator(NamedTuple):
    """One accelerator of one cloud: where it is, and the replicas that can have it."""

    cloud_name: str
    sizes: tuple[NodeSize, ...]
    least_cpu: float
    least_memory_mib: int
    regions: tuple[str, ...] = ()


def _ec2(family: str, *, gib_per_cpu: int = 4) -> tuple[NodeSize, ...]:
    # A tenth of the memory stays with the instance's own agents, so a task may ask for the rest.
    sizes = {"xlarge": 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32}
    return tuple(
        NodeSize(name=f"{family}.{size}", cpu=cpu, memory_mib=cpu * gib_per_cpu * 1024 * 9 // 10)
        for size, cpu in sizes.items()
    )


# aws: https://aws.amazon.com/ec2/instance-types/#Accelerated_Computing (one GPU in g4dn, g5, g6);
# an A100 comes only eight to an instance (p4d.24xlarge), so one replica cannot have one.
# gcp: https://cloud.google.com/run/docs/configuring/services/gpu. azure: https://learn.microsoft.com/azure/container-apps/gpu-serverless-overview.
ACCELERATORS: Mapping[str, Mapping[str, Accelerator]] = {
    "aws": {
        "t4": Accelerator(cloud_name="g4dn", sizes=_ec2("g4dn"), least_cpu=1, least_memory_mib=2048),
        "a10g": Accelerator(cloud_name="g5", sizes=_ec2("g5"), least_cpu=1, least_memory_mib=2048),
        "l4": Accelerator(cloud_name="g6", sizes=_ec2("g6"), least_cpu=1, least_memory_mib=2048),
    },
    "gcp": {
        "l4": Accelerator(
            cloud_name="nvidia-l4",
            sizes=(NodeSize(name="nvidia-l4", cpu=8, memory_mib=32768),),
            least_cpu=4,
            least_memory_mib=16384,
            regions=("us-central1", "us-east4", "europe-west1", "europe-west4", "asia-southeast1", "asia-south1"),
        ),
    },
    "azure": {
        "t4": Accelerator(
            cloud_name="Consumption-GPU-NC8as-T4",
            sizes=(NodeSize(name="Consumption-GPU-NC8as-T4", cpu=8, memory_mib=57344),),
            least_cpu=0.5,
            least_memory_mib=1024,
            regions=("westus3", "australiaeast", "swedencentral"),
        ),
        "a100": Accelerator(
            cloud_name="Consumption-GPU-NC24-A100",
            sizes=(NodeSize(name="Consumption-GPU-NC24-A100", cpu=24, memory_mib=225280),),
            least_cpu=0.5,
            least_memory_mib=1024,
            regions=("westus3", "australiaeast", "swedencentral"),
        ),
    },
}

# Days. aws: the values PutRetentionPolicy takes, https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
# gcp: 1 to 3650, https://cloud.google.com/logging/docs/buckets; azure: 30 to 730, https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
LOG_RETENTION_DAYS: Mapping[str, Iterable[int]] = {
    "aws": (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
    "gcp": range(1, 3651),
    "azure": range(30, 731),
}

# Azure's regions with one zone only, where nothing can be spread: https://learn.microsoft.com/azure/reliability/regions-list
REGIONS_WITHOUT_ZONES: Mapping[str, frozenset[str]] = {
    "azure": frozenset(
        {
            "australiasoutheast",
            "canadaeast",
            "jioindiawest",
            "northcentralus",
            "southindia",
            "ukwest",
            "westcentralus",
            "westus",
        }
    ),
}

# AWS's regions that give an account two zones only: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
REGIONS_WITH_TWO_ZONES: Mapping[str, frozenset[str]] = {"aws": frozenset({"us-west-1"})}

# Seconds. aws: an ALB's idle timeout is 1 to 4000; CloudFront, the front without a domain, waits 120 at most:
# https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_VpcOriginConfig.html
# gcp: https://cloud.google.com/run/docs/configuring/request-timeout;
# azure: the ingress of Container Apps ends a request after 240, https://learn.microsoft.com/azure/container-apps/ingress-overview
MAX_TIMEOUT_SECONDS: Mapping[str, int] = {"aws": 3600, "gcp": 3600, "azure": 240}
MAX_CLOUDFRONT_TIMEOUT_SECONDS = 120


def size_problem(cloud: str, cpu: float, memory_mib: int) -> str:
    """What is wrong with a replica's size on a cloud, and what would be right; empty when it can run."""
    return {"aws": _fargate_problem, "gcp": _cloud_run_problem, "azure": _container_apps_problem}[cloud](
        cpu, memory_mib
    )


def workload_profile(cpu: float, memory_mib: int) -> str:
    """The Container Apps workload profile that runs a replica of this size at the least cost."""
    if cpu <= CONTAINER_APPS_MAX_CPU and memory_mib == int(cpu * 2048):
        return "Consumption"
    return next(size.name for size in CONTAINER_APPS_PROFILES if cpu <= size.cpu and memory_mib <= size.memory_mib)


def instance_size(accelerator: Accelerator, cpu: float, memory_mib: int) -> NodeSize | None:
    """The smallest node with this accelerator that holds a replica of this size."""
    return next((size for size in accelerator.sizes if cpu <= size.cpu and memory_mib <= size.memory_mib), None)


def _fargate_problem(cpu: float, memory_mib: int) -> str:
    if memory_mib in FARGATE_SIZES.get(cpu, ()):
        return ""
    if cpu in FARGATE_SIZES:
        return f"Fargate runs {cpu:g} vCPU with {_span(FARGATE_SIZES[cpu])} MiB, not {memory_mib}."
    pairs = "; ".join(f"{size:g} vCPU with {_span(memory)}" for size, memory in FARGATE_SIZES.items())
    return f"Fargate has no size of {cpu:g} vCPU. The pairs, in MiB: {pairs}."


def _cloud_run_problem(cpu: float, memory_mib: int) -> str:
    if cpu not in CLOUD_RUN_MEMORY_MIB:
        counts = ", ".join(f"{count:g}" for count in CLOUD_RUN_MEMORY_MIB)
        return f"Cloud Run serves concurrent requests with {counts} vCPU, not {cpu:g}."
    least, most = CLOUD_RUN_MEMORY_MIB[cpu]
    return (
        ""
        if least <= memory_mib <= most
        else f"Cloud Run runs {cpu:g} vCPU with {least} to {most} MiB, not {memory_mib}."
    )


def _container_apps_problem(cpu: float, memory_mib: int) -> str:
    if cpu <= CONTAINER_APPS_MAX_CPU and cpu % CONTAINER_APPS_CPU_STEP:
        return f"Container Apps gives CPU in steps of 0.25 vCPU, not {cpu:g}."
    if cpu <= CONTAINER_APPS_MAX_CPU and memory_mib == int(cpu * 2048):
        return ""
    if any(cpu <= size.cpu and memory_mib <= size.memory_mib for size in CONTAINER_APPS_PROFILES):
        return ""
    largest = CONTAINER_APPS_PROFILES[-1]
    size = f"{largest.cpu:g} vCPU and {largest.memory_mib} MiB"
    return f"The largest node of Container Apps has {size}, not {cpu:g} and {memory_mib}."


def _span(values: tuple[int, ...]) -> str:
    if len(values) <= 3:  # noqa: PLR2004 - up to three are quicker read than a range
        return ", ".join(map(str, values))
    return f"{values[0]} to {values[-1]} in steps of {values[1] - values[0]}"

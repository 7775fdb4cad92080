"""Cloud Run: what the parts of a service or job have to do with each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.gcp.run_template import JOB, KNATIVE, SERVICE, containers_of, template_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_API: Final = "https://run.googleapis.com/$discovery/rest?version=v2"
_CONTAINERS: Final = (
    "https://github.com/googleapis/googleapis/blob/f8291d2b89f0017ab078a4c7378069bae5686f6f/"
    "google/cloud/run/v2/k8s.min.proto"
)
# A refusal of the API itself, word for word.
_REFUSAL: Final = "https://github.com/goblet/goblet/issues/287"
_CONTRACT: Final = "https://cloud.google.com/run/docs/container-contract"
_TRAFFIC: Final = (
    "https://github.com/twistedpair/google-cloud-sdk/blob/ff4de3d6b86309d0d86607278d445857cd0b5cce/"
    "google-cloud-sdk/lib/googlecloudsdk/api_lib/run/traffic.py"
)
_TASKS: Final = (
    "https://github.com/twistedpair/google-cloud-sdk/blob/ff4de3d6b86309d0d86607278d445857cd0b5cce/"
    "google-cloud-sdk/lib/googlecloudsdk/command_lib/run/flags.py"
)
_SIDECARS: Final = "https://cloud.google.com/run/docs/deploying#sidecars"
_READ: Final = "2026-11-25"
_RESERVED: Final = frozenset({"PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"})


@rule(SERVICE, page=_REFUSAL, read=_READ)
def run_most_is_not_below_least(inputs: Given) -> Iterator[Finding]:
    """A service's least number of instances is not above its most."""
    for scaling in (inputs["template"]["scaling"], inputs["scaling"]):
        least, most = scaling["minInstanceCount"], scaling["maxInstanceCount"]
        if least.number and most.number and least.number > most.number:
            yield least.finding(
                f"`{least.path}` is {least.shown}, above `{most.path}`, which is {most.shown}.",
                fix=f"Give {most.number:g} or less, or more at most.",
                # Of the limits of the whole service nobody says so.
                severity="error" if least.path.startswith("template") else "warning",
            )


@rule(SERVICE, KNATIVE, page=_TRAFFIC, read=_READ)
def run_traffic_adds_up(inputs: Given) -> Iterator[Finding]:
    """The percentages of a service's traffic add up to 100."""
    traffic = inputs["traffics"]
    targets = traffic.items()
    percents = [target["percent"] for target in targets]
    if not targets or not traffic.complete or any(one.known and one.number is None for one in percents):
        return
    total = sum(one.number or 0 for one in percents)
    if total != 100:  # noqa: PLR2004 - percent
        yield traffic.finding(
            f"The percentages in `{traffic.path}` add up to {total:g}, not to 100.",
            fix="Give percentages that add up to 100; what has a tag alone counts 0.",
        )


@rule(SERVICE, page=_SIDECARS, read=_READ)
def run_one_container_serves(inputs: Given) -> Iterator[Finding]:
    """Of several containers in a service, exactly one has a port."""
    containers = containers_of(inputs)
    if len(containers) > 1 and all(not one["ports"].unknown for one in containers):
        serving = [one for one in containers if not one["ports"].absent]
        if len(serving) != 1:
            place = template_of(inputs)["containers"]
            yield place.finding(
                f"`{place.path}` has {len(containers)} containers, of which {len(serving) or 'none'} "
                f"{'have' if len(serving) > 1 else 'has'} `ports`; exactly one serves.",
                fix="Give `ports` to the container that takes requests, and to no other.",
            )


@rule(SERVICE, KNATIVE, page=_CONTRACT, read=_READ)
def run_env_names_are_free(inputs: Given) -> Iterator[Finding]:
    """An environment variable has none of the names that Cloud Run sets itself."""
    containers = containers_of(inputs)
    for container in containers:
        # A sidecar is told no port: it may be given one.
        reserved = _RESERVED - ({"PORT"} if len(containers) > 1 and container["ports"].absent else set())
        for variable in container["envs"].items():
            name = variable["name"]
            if name.text in reserved:
                yield name.finding(
                    f"`{name.path}` is {name.shown}, which Cloud Run sets itself.",
                    fix="Read it in the container instead; the port is set by `ports`.",
                    # Of the others the page says only that they are set.
                    severity="error" if name.text == "PORT" else "warning",
                )


@rule(SERVICE, JOB, page=_CONTAINERS, read=_READ)
def run_env_has_one_value(inputs: Given) -> Iterator[Finding]:
    """An environment variable has a value or a secret, not both."""
    for container in containers_of(inputs):
        for variable in container["envs"].items():
            value, source = variable["value"], variable["valueSource"]
            if value.known and source.known:
                yield source.finding(
                    f"`{variable.path}` has a `value` and a `valueSource`; a variable has one of them.",
                    fix="Keep one of them.",
                )


@rule(SERVICE, JOB, page=_API, read=_READ)
def run_mounts_have_a_volume(inputs: Given) -> Iterator[Finding]:
    """What a container mounts is among the volumes."""
    volumes = template_of(inputs)["volumes"]
    names = {volume["name"].text for volume in volumes.items()}
    if volumes.unknown or None in names:
        return
    for container in containers_of(inputs):
        for mount in container["volumeMounts"].items():
            name = mount["name"]
            if name.text and name.text not in names:
                yield name.finding(
                    f"`{name.path}` is {name.shown}, and there is no such volume.",
                    fix=f"Give one of {', '.join(sorted(filter(None, names)))}." if names else "Add it to `volumes`.",
                )


@rule(SERVICE, JOB, page=_API, read=_READ)
def run_waits_for_containers_that_are(inputs: Given) -> Iterator[Finding]:
    """What a container starts after is another container."""
    names = {container["name"].text for container in containers_of(inputs)}
    if any(container["name"].unknown for container in containers_of(inputs)):
        return
    for container in containers_of(inputs):
        for other in container["dependsOns"].items():
            if other.text and (other.text not in names or other.text == container["name"].text):
                yield other.finding(
                    f"`{other.path}` is {other.shown}, which is no other container's `name`.",
                    fix="Give the `name` of another container here.",
                )


@rule(SERVICE, JOB, page=_API, read=_READ)
def run_identity_is_an_address(inputs: Given) -> Iterator[Finding]:
    """The service account is given by its address, without a prefix."""
    account = template_of(inputs)["serviceAccount"]
    if account.text and account.text.startswith("serviceAccount:"):
        yield account.finding(
            f"`{account.path}` is {account.shown}; here the address is wanted alone.",
            fix=f"Give `{account.text.removeprefix('serviceAccount:')}`; the prefix belongs into IAM members.",
        )


@rule(JOB, page=_TASKS, read=_READ)
def run_no_more_side_by_side_than_tasks(inputs: Given) -> Iterator[Finding]:
    """A job does not run more tasks side by side than it has."""
    side_by_side, tasks = inputs["template"]["parallelism"], inputs["template"]["taskCount"]
    if side_by_side.number and tasks.number and side_by_side.number > tasks.number:
        yield side_by_side.finding(
            f"`{side_by_side.path}` is {side_by_side.shown}, and the job has {tasks.shown} tasks.",
            fix=f"Give {tasks.number:g} or less.",
        )

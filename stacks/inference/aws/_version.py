"""Whether the version an update made is the one that runs."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws


def serving(service: aws.ecs.Service, task: aws.ecs.TaskDefinition, *, region: str) -> pulumi.Output[str]:
    """The ARN of `service`, known in an update once it runs `task`.

    The provider itself fails the update whose deployment ECS takes back, but then remembers the new version as the
    service's own: the next update would see nothing to do. So what runs is asked each time.

    Raises:
        RunError: (in an update) another version runs.
    """
    if pulumi.runtime.is_dry_run():
        return service.arn
    running = aws.ecs.get_service_output(
        cluster_arn=service.cluster,
        service_name=service.name,
        region=region,
        opts=pulumi.InvokeOutputOptions(parent=service, depends_on=[service]),
    )
    return pulumi.Output.all(service.arn, service.name, running.task_definition, task.arn).apply(_checked)


def _checked(known: Sequence[str]) -> str:
    arn, name, running, wanted = known
    if taken_back(running, wanted):
        raise pulumi.RunError(
            f"{name} runs {running.rpartition('/')[2]} and not {wanted.rpartition('/')[2]}: ECS took the new version "
            "back, because its replicas did not become healthy or too many requests failed. Read the service's events "
            "and logs; then deploy another image, or try this one again with `pulumi up --refresh`."
        )
    return arn


def taken_back(running: str | None, wanted: str) -> bool:
    """Whether another revision of the same task definition runs."""
    family = wanted.rpartition(":")[0]
    return running is not None and running != wanted and running.rpartition(":")[0] == family

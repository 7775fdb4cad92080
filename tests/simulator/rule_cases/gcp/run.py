"""Cloud Run: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

RUN = "gcp:cloudrunv2/service:Service"
JOB = "gcp:cloudrunv2/job:Job"
GPU = {"nvidia.com/gpu": "1"}
L4 = {"accelerator": "nvidia-l4"}
SERVING = {"name": "a", "ports": {"containerPort": 8080}}


def template(container: Any = None, **more: Any) -> dict[str, Any]:
    return {"template": {"containers": [{"image": "us-docker.pkg.dev/p/r/i", **(container or {})}], **more}}


def size(cpu: str, memory: str, gpu: Any = None, **more: Any) -> dict[str, Any]:
    return {"resources": {"limits": {"cpu": cpu, "memory": memory, **(gpu or {})}, **more}}


CASES: list[Case] = [
    Case(
        rule="run_offers_the_cpu",
        type=RUN,
        good=template(size("8", "4Gi")),
        bad=template(size("10", "8Gi")),
        path="template.containers[0].resources.limits.cpu",
        says="`template.containers[0].resources.limits.cpu` is `10`; allowed are 0.08 to 1, and 2, 4, 6 and 8.",
    ),
    Case(
        rule="run_offers_the_cpu",
        type=RUN,
        good=template(size("500m", "512Mi", cpuIdle=True)),
        bad=template(size("1500m", "512Mi")),
        path="template.containers[0].resources.limits.cpu",
        says="`template.containers[0].resources.limits.cpu` is `1500m`; allowed are 0.08 to 1, and 2, 4, 6 and 8.",
    ),
    Case(
        rule="run_offers_the_cpu",
        type=RUN,
        good=template(size("2", "1Gi")),
        bad=template(size("3", "1Gi")),
        path="template.containers[0].resources.limits.cpu",
        says="`template.containers[0].resources.limits.cpu` is `3`; Cloud Run documents 1, 2, 4, 6 and 8.",
        severity="warning",
    ),
    Case(
        rule="run_memory_suits_the_cpu",
        type=RUN,
        good=template(size("4", "2Gi")),
        bad=template(size("4", "1Gi")),
        path="template.containers[0].resources.limits.memory",
        says="`template.containers[0].resources.limits.memory` is `1Gi`; a container with 4 CPU needs 2Gi or more.",
    ),
    Case(
        rule="run_memory_suits_the_cpu",
        type=RUN,
        good=template(size("2", "8Gi")),
        bad=template(size("2", "9Gi")),
        path="template.containers[0].resources.limits.memory",
        says="`template.containers[0].resources.limits.memory` is `9Gi`; so much memory needs 4 CPU or more, not 2.",
    ),
    Case(
        rule="run_memory_suits_the_cpu",
        type=JOB,
        good={"template": template(size("8", "32Gi"))},
        bad={"template": template(size("8", "33Gi"))},
        path="template.template.containers[0].resources.limits.memory",
        says="`template.template.containers[0].resources.limits.memory` is `33Gi`; allowed are 32Gi at most.",
    ),
    Case(
        rule="run_less_than_one_cpu_serves_one_request",
        type=RUN,
        good=template(size("500m", "512Mi", cpuIdle=True), maxInstanceRequestConcurrency=1),
        bad=template(size("500m", "512Mi", cpuIdle=True), maxInstanceRequestConcurrency=80),
        path="template.maxInstanceRequestConcurrency",
        says="`template.maxInstanceRequestConcurrency` is `80`; with less than one CPU it must be 1.",
    ),
    Case(
        rule="run_less_than_one_cpu_serves_one_request",
        type=RUN,
        good=template(size("1", "512Mi", cpuIdle=False)),
        bad=template(size("0.5", "512Mi", cpuIdle=False)),
        path="template.containers[0].resources.cpuIdle",
        says="`template.containers[0].resources.cpuIdle` is `false`; with less than one CPU, CPU is given only while a request is served.",
    ),
    Case(
        rule="run_second_generation_has_memory",
        type=RUN,
        good=template(size("1", "512Mi"), executionEnvironment="EXECUTION_ENVIRONMENT_GEN2"),
        bad=template(size("1", "256Mi"), executionEnvironment="EXECUTION_ENVIRONMENT_GEN2"),
        path="template.containers[0].resources.limits.memory",
        says="`template.containers[0].resources.limits.memory` is `256Mi`; allowed are 512Mi or more.",
    ),
    Case(
        rule="run_accelerator_has_room",
        type=RUN,
        good=template(size("4", "16Gi", GPU, cpuIdle=False), nodeSelector=L4),
        bad=template(size("4", "8Gi", GPU, cpuIdle=False), nodeSelector=L4),
        path="template.containers[0].resources.limits.memory",
        says="`template.containers[0].resources.limits.memory` is `8Gi`; a container with an L4 needs 16Gi or more.",
    ),
    Case(
        rule="run_accelerator_has_room",
        type=RUN,
        good=template(size("8", "32Gi", GPU, cpuIdle=False), nodeSelector=L4),
        bad=template(size("8", "32Gi", {"nvidia.com/gpu": "2"}, cpuIdle=False), nodeSelector=L4),
        path='template.containers[0].resources.limits["nvidia.com/gpu"]',
        says='`template.containers[0].resources.limits["nvidia.com/gpu"]` is `2`; an instance has one GPU.',
    ),
    Case(
        rule="run_probe_ends_before_the_next",
        type=RUN,
        good=template({"livenessProbe": {"timeoutSeconds": 10}}),
        bad=template({"livenessProbe": {"timeoutSeconds": 11}}),
        path="template.containers[0].livenessProbe.timeoutSeconds",
        says="`template.containers[0].livenessProbe.timeoutSeconds` is `11` seconds, and the next probe begins after `10`; a probe must end before the next one.",
    ),
    Case(
        rule="run_probe_asks_in_one_way",
        type=RUN,
        good=template({"startupProbe": {"httpGet": {"path": "/"}}}),
        bad=template({"startupProbe": {"httpGet": {"path": "/"}, "tcpSocket": {"port": 80}}}),
        path="template.containers[0].startupProbe.tcpSocket",
        says="`template.containers[0].startupProbe` has `httpGet` and `tcpSocket`; a probe asks in one way.",
    ),
    Case(
        rule="run_starts_within_four_minutes",
        type=RUN,
        good=template({"startupProbe": {"periodSeconds": 10, "failureThreshold": 24}}),
        bad=template({"startupProbe": {"periodSeconds": 10, "failureThreshold": 25}}),
        path="template.containers[0].startupProbe.failureThreshold",
        says="`template.containers[0].startupProbe` waits 250 seconds for the start; Cloud Run ends it after 240.",
        severity="warning",
    ),
    Case(
        rule="run_most_is_not_below_least",
        type=RUN,
        good=template(scaling={"minInstanceCount": 3, "maxInstanceCount": 3}),
        bad=template(scaling={"minInstanceCount": 4, "maxInstanceCount": 3}),
        path="template.scaling.minInstanceCount",
        says="`template.scaling.minInstanceCount` is `4`, above `template.scaling.maxInstanceCount`, which is `3`.",
    ),
    Case(
        rule="run_most_is_not_below_least",
        type=RUN,
        good=template(),
        bad={**template(), "scaling": {"minInstanceCount": 4, "maxInstanceCount": 3}},
        path="scaling.minInstanceCount",
        says="`scaling.minInstanceCount` is `4`, above `scaling.maxInstanceCount`, which is `3`.",
        severity="warning",
    ),
    Case(
        rule="run_traffic_adds_up",
        type=RUN,
        good={**template(), "traffics": [{"percent": 90}, {"percent": 10}, {"tag": "next"}]},
        bad={**template(), "traffics": [{"percent": 90}, {"percent": 5}]},
        path="traffics",
        says="The percentages in `traffics` add up to 95, not to 100.",
    ),
    Case(
        rule="run_one_container_serves",
        type=RUN,
        good={"template": {"containers": [{"name": "a", "ports": {"containerPort": 8080}}, {"name": "b"}]}},
        bad={"template": {"containers": [{"name": "a"}, {"name": "b"}]}},
        path="template.containers",
        says="`template.containers` has 2 containers, of which none has `ports`; exactly one serves.",
    ),
    Case(
        rule="run_env_names_are_free",
        type=RUN,
        good=template({"envs": [{"name": "MY_PORT", "value": "1"}]}),
        bad=template({"envs": [{"name": "PORT", "value": "1"}]}),
        path="template.containers[0].envs[0].name",
        says="`template.containers[0].envs[0].name` is `PORT`, which Cloud Run sets itself.",
    ),
    Case(
        rule="run_env_names_are_free",
        type=RUN,
        # A sidecar is not told where to listen.
        good={"template": {"containers": [SERVING, {"name": "b", "envs": [{"name": "PORT", "value": "8081"}]}]}},
        bad={"template": {"containers": [{**SERVING, "envs": [{"name": "PORT", "value": "1"}]}, {"name": "b"}]}},
        path="template.containers[0].envs[0].name",
        says="`template.containers[0].envs[0].name` is `PORT`, which Cloud Run sets itself.",
    ),
    Case(
        rule="run_env_names_are_free",
        type="gcp:cloudrun/service:Service",
        good={"template": {"spec": {"containers": [{"image": "i", "envs": [{"name": "MODE", "value": "1"}]}]}}},
        bad={"template": {"spec": {"containers": [{"image": "i", "envs": [{"name": "K_SERVICE", "value": "1"}]}]}}},
        path="template.spec.containers[0].envs[0].name",
        says="`template.spec.containers[0].envs[0].name` is `K_SERVICE`, which Cloud Run sets itself.",
        severity="warning",
    ),
    Case(
        rule="run_env_has_one_value",
        type=JOB,
        good={"template": template({"envs": [{"name": "A", "value": "1"}]})},
        bad={
            "template": template(
                {"envs": [{"name": "A", "value": "1", "valueSource": {"secretKeyRef": {"secret": "s"}}}]}
            )
        },
        path="template.template.containers[0].envs[0].valueSource",
        says="`template.template.containers[0].envs[0]` has a `value` and a `valueSource`; a variable has one of them.",
    ),
    Case(
        rule="run_mounts_have_a_volume",
        type=RUN,
        good=template({"volumeMounts": [{"name": "v", "mountPath": "/v"}]}, volumes=[{"name": "v"}]),
        bad=template({"volumeMounts": [{"name": "w", "mountPath": "/v"}]}, volumes=[{"name": "v"}]),
        path="template.containers[0].volumeMounts[0].name",
        says="`template.containers[0].volumeMounts[0].name` is `w`, and there is no such volume.",
    ),
    Case(
        rule="run_waits_for_containers_that_are",
        type=RUN,
        good={
            "template": {
                "containers": [{"name": "a", "ports": {"containerPort": 80}, "dependsOns": ["b"]}, {"name": "b"}]
            }
        },
        bad={
            "template": {
                "containers": [{"name": "a", "ports": {"containerPort": 80}, "dependsOns": ["c"]}, {"name": "b"}]
            }
        },
        path="template.containers[0].dependsOns[0]",
        says="`template.containers[0].dependsOns[0]` is `c`, which is no other container's `name`.",
    ),
    Case(
        rule="run_identity_is_an_address",
        type=RUN,
        good=template(serviceAccount="run@p.iam.gserviceaccount.com"),
        bad=template(serviceAccount="serviceAccount:run@p.iam.gserviceaccount.com"),
        path="template.serviceAccount",
        says="`template.serviceAccount` is `serviceAccount:run@p.iam.gserviceaccount.com`; here the address is wanted alone.",
    ),
    Case(
        rule="run_no_more_side_by_side_than_tasks",
        type=JOB,
        good={"template": {"parallelism": 5, "taskCount": 5}},
        bad={"template": {"parallelism": 6, "taskCount": 5}},
        path="template.parallelism",
        says="`template.parallelism` is `6`, and the job has `5` tasks.",
    ),
]

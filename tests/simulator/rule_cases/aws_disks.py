"""AWS's rules on disks, callers, keys and policies' statements: just inside and just outside."""

import json
from typing import Any

from tests.simulator.rule_cases import Case

VOLUME = "aws:ebs/volume:Volume"
SOURCE = "aws:lambda/eventSourceMapping:EventSourceMapping"
QUEUE = {"eventSourceArn": "arn:aws:sqs:eu-west-1:123456789012:jobs", "functionName": "f"}
TARGET = {
    "serviceNamespace": "ecs",
    "scalableDimension": "ecs:service:DesiredCount",
    "minCapacity": 1,
    "maxCapacity": 2,
}
GROUP = {"port": 80, "vpcId": "vpc-0123456789abcdef0"}


def methods(*names: str) -> dict[str, Any]:
    behavior = {"targetOriginId": "a", "cachePolicyId": "p", "allowedMethods": list(names)}
    return {"origins": [{"originId": "a", "domainName": "a.example.com"}], "defaultCacheBehavior": behavior}


def allowing(**statement: Any) -> dict[str, str]:
    one = {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*", **statement}
    return {"policy": json.dumps({"Version": "2012-10-17", "Statement": [one]})}


def reading(resource: str) -> dict[str, str]:
    return {"bucket": "models", **allowing(Principal="*", Action="s3:GetObject", Resource=resource)}


def expiring(**selection: Any) -> dict[str, Any]:
    chosen = {"tagStatus": "any", "countType": "sinceImagePushed", "countNumber": 7, **selection}
    rule = {"rulePriority": 1, "selection": chosen, "action": {"type": "expire"}}
    return {"repository": "images", "policy": json.dumps({"rules": [rule]})}


CASES: list[Case] = [
    Case(
        rule="disks_have_iops_by_their_kind",
        type=VOLUME,
        good={"type": "io2", "size": 10, "iops": 1000},
        bad={"type": "io2", "size": 10},
        path="iops",
        says="`iops` is missing; a disk of the kind `io2` needs it.",
    ),
    Case(
        rule="disks_have_iops_by_their_kind",
        type=VOLUME,
        good={"type": "gp3", "size": 10, "iops": 3000},
        bad={"type": "gp2", "size": 10, "iops": 3000},
        path="iops",
        says="`iops` is given; a disk of the kind `gp2` takes none.",
    ),
    Case(
        rule="templates_have_their_script_encoded",
        type="aws:ec2/launchTemplate:LaunchTemplate",
        good={"userData": "IyEvYmluL3NoCg=="},
        bad={"userData": "#!/bin/sh"},
        path="userData",
        says="`userData` is `#!/bin/sh`, which is no base64.",
    ),
    Case(
        rule="provisioned_throughput_is_given",
        type="aws:efs/fileSystem:FileSystem",
        good={"throughputMode": "provisioned", "provisionedThroughputInMibps": 1},
        bad={"throughputMode": "provisioned"},
        path="provisionedThroughputInMibps",
        says="`provisionedThroughputInMibps` is missing; the mode `provisioned` needs it.",
    ),
    Case(
        rule="lustre_grows_by_steps",
        type="aws:fsx/lustreFileSystem:LustreFileSystem",
        good={"deploymentType": "SCRATCH_2", "storageCapacity": 1200, "subnetIds": "s"},
        bad={"deploymentType": "PERSISTENT_2", "storageCapacity": 3600, "subnetIds": "s"},
        path="storageCapacity",
        says="`storageCapacity` is `3600`; allowed are 1200 GiB and multiples of 2400 GiB.",
    ),
    Case(
        rule="large_batches_are_waited_for",
        type=SOURCE,
        good={**QUEUE, "batchSize": 11, "maximumBatchingWindowInSeconds": 1},
        bad={**QUEUE, "batchSize": 11},
        path="batchSize",
        says="`batchSize` is `11`; above 10 `maximumBatchingWindowInSeconds` is 1 or more.",
    ),
    Case(
        rule="services_that_scale_are_named_with_their_cluster",
        type="aws:appautoscaling/target:Target",
        good={**TARGET, "resourceId": "service/main/web"},
        bad={**TARGET, "resourceId": "main/web"},
        path="resourceId",
        says="`resourceId` is `main/web`; a service is `service/CLUSTER/SERVICE`.",
    ),
    Case(
        rule="fargate_runs_no_daemons",
        type="aws:ecs/service:Service",
        good={"schedulingStrategy": "DAEMON", "launchType": "EC2", "taskDefinition": "t:1"},
        bad={
            "schedulingStrategy": "DAEMON",
            "launchType": "FARGATE",
            "taskDefinition": "t:1",
            "networkConfiguration": {"subnets": ["subnet-0123456789abcdef0"]},
        },
        path="schedulingStrategy",
        says="`schedulingStrategy` is `DAEMON`, and `launchType` is `FARGATE`; Fargate has no such services.",
    ),
    Case(
        rule="methods_come_in_three_sets",
        type="aws:cloudfront/distribution:Distribution",
        good=methods("GET", "HEAD", "OPTIONS"),
        bad=methods("GET", "HEAD", "POST"),
        path="defaultCacheBehavior.allowedMethods",
        says="`defaultCacheBehavior.allowedMethods` is `['GET', 'HEAD', 'POST']`; allowed are GET and HEAD, these and OPTIONS, and all seven.",
    ),
    Case(
        rule="symmetric_keys_encrypt",
        type="aws:kms/key:Key",
        good={"keyUsage": "SIGN_VERIFY", "customerMasterKeySpec": "ECC_NIST_P256"},
        bad={"keyUsage": "SIGN_VERIFY"},
        path="keyUsage",
        says="`keyUsage` is `SIGN_VERIFY`; a symmetric key is for `ENCRYPT_DECRYPT`.",
    ),
    Case(
        rule="symmetric_keys_encrypt",
        type="aws:kms/key:Key",
        good={"customerMasterKeySpec": "RSA_2048"},
        bad={"customerMasterKeySpec": "ECC_NIST_P256"},
        path="customerMasterKeySpec",
        says="`customerMasterKeySpec` is `ECC_NIST_P256`; a key of this kind does not encrypt.",
    ),
    Case(
        rule="network_targets_know_no_cookies",
        type="aws:lb/targetGroup:TargetGroup",
        good={**GROUP, "protocol": "TCP", "stickiness": {"type": "source_ip"}},
        bad={**GROUP, "protocol": "TCP", "stickiness": {"type": "lb_cookie"}},
        path="stickiness.type",
        says="`stickiness.type` is `lb_cookie`, and `protocol` is `TCP`; a network load balancer has no cookies.",
    ),
    Case(
        rule="network_targets_know_no_cookies",
        type="aws:lb/targetGroup:TargetGroup",
        good={**GROUP, "protocol": "TCP", "stickiness": {"type": "lb_cookie", "enabled": False}},
        bad={**GROUP, "protocol": "HTTP", "stickiness": {"type": "source_ip"}},
        path="stickiness.type",
        says="`stickiness.type` is `source_ip`, and `protocol` is `HTTP`; an application load balancer has cookies.",
    ),
    Case(
        rule="statements_say_who_may_do_what",
        type="aws:iam/policy:Policy",
        good=allowing(),
        bad=allowing(NotAction="iam:*"),
        path="policy.Statement[0].NotAction",
        says="`policy.Statement[0].NotAction` is given, and `Action` is too; a statement has one of them.",
    ),
    Case(
        rule="statement_ids_are_unique",
        type="aws:iam/policy:Policy",
        good=allowing(Sid="Read1"),
        bad=allowing(Sid="read-1"),
        path="policy.Statement[0].Sid",
        says="`policy.Statement[0].Sid` is `read-1`; allowed are letters and digits.",
    ),
    Case(
        rule="actions_on_objects_name_objects",
        type="aws:s3/bucketPolicy:BucketPolicy",
        good=reading("arn:aws:s3:::models/*"),
        bad=reading("arn:aws:s3:::models"),
        path="policy.Statement[0].Resource",
        says="`policy.Statement[0].Resource` is `arn:aws:s3:::models`, a bucket; s3:GetObject is done to its objects.",
    ),
    Case(
        rule="lifecycle_rules_are_whole",
        type="aws:ecr/lifecyclePolicy:LifecyclePolicy",
        good=expiring(countUnit="days"),
        bad=expiring(),
        path="policy.rules[0].selection.countUnit",
        says="`policy.rules[0].selection.countUnit` is missing; `sinceImagePushed` needs it.",
    ),
]

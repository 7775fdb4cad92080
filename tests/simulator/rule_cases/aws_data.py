"""AWS's rules on databases, records, tags and policies' resources: just inside and just outside."""

import json

from tests.simulator.rule_cases import Case

GROUP = {"port": 80, "protocol": "TCP", "vpcId": "vpc-0123456789abcdef0"}
DATABASE = {"engine": "postgres", "instanceClass": "db.t4g.micro"}


def policy(resource: str) -> dict[str, str]:
    """A role's policy about one resource."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": [resource]}
    return {"policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}


CASES = [
    Case(
        rule="a_database_has_storage_for_its_kind",
        type="aws:rds/instance:Instance",
        good={**DATABASE, "allocatedStorage": 20, "storageType": "gp3"},
        bad={**DATABASE, "allocatedStorage": 19, "storageType": "gp3"},
        path="allocatedStorage",
        says="`allocatedStorage` is `19`; storage of the type gp3 has 20 GiB or more.",
    ),
    Case(
        rule="a_database_has_storage_for_its_kind",
        type="aws:rds/instance:Instance",
        # As the provider's examples have it, with no kind.
        good={**DATABASE, "allocatedStorage": 10},
        bad={**DATABASE, "allocatedStorage": 50, "iops": 1000},
        path="allocatedStorage",
        says="`allocatedStorage` is `50`; storage of the type io1 has 100 GiB or more.",
    ),
    Case(
        rule="a_database_has_storage_for_its_kind",
        type="aws:rds/instance:Instance",
        # The size is that of what it is restored from.
        good={**DATABASE, "allocatedStorage": 5, "snapshotIdentifier": "before"},
        bad={**DATABASE, "allocatedStorage": 4, "storageType": "standard"},
        path="allocatedStorage",
        says="`allocatedStorage` is `4`; storage of the type standard has 5 GiB or more.",
    ),
    Case(
        rule="a_master_user_has_a_name_of_its_own",
        type="aws:rds/instance:Instance",
        good={**DATABASE, "engine": "mysql", "username": "admin"},
        bad={**DATABASE, "username": "admin"},
        path="username",
        says="`username` is `admin`, a word that PostgreSQL keeps for itself.",
    ),
    Case(
        rule="a_master_user_has_a_name_of_its_own",
        type="aws:rds/cluster:Cluster",
        good={"engine": "aurora-postgresql", "masterUsername": "postgres"},
        bad={"engine": "aurora-mysql", "masterUsername": "rdsadmin"},
        path="masterUsername",
        says="`masterUsername` is `rdsadmin`, a word that RDS keeps for itself.",
    ),
    Case(
        rule="a_failover_needs_a_second_node",
        type="aws:elasticache/replicationGroup:ReplicationGroup",
        good={"automaticFailoverEnabled": True, "numCacheClusters": 2},
        bad={"automaticFailoverEnabled": True, "numCacheClusters": 1},
        path="numCacheClusters",
        says="`numCacheClusters` is `1`, and `automaticFailoverEnabled` is true; there is nothing to fail over to.",
    ),
    Case(
        rule="route53_records_hold_addresses",
        type="aws:route53/record:Record",
        good={"type": "A", "ttl": 60, "records": ["192.0.2.1"]},
        bad={"type": "A", "ttl": 60, "records": ["www.example.com"]},
        path="records[0]",
        says="`records[0]` is `www.example.com`; a record of the type `A` holds IPv4 addresses.",
    ),
    Case(
        rule="route53_records_hold_addresses",
        type="aws:route53/record:Record",
        good={"type": "AAAA", "ttl": 60, "records": ["2001:db8::1"]},
        bad={"type": "AAAA", "ttl": 60, "records": ["192.0.2.1"]},
        path="records[0]",
        says="`records[0]` is `192.0.2.1`; a record of the type `AAAA` holds IPv6 addresses.",
    ),
    Case(
        rule="a_cname_has_one_value",
        type="aws:route53/record:Record",
        good={"type": "CNAME", "ttl": 60, "records": ["a.example.com"]},
        bad={"type": "CNAME", "ttl": 60, "records": ["a.example.com", "b.example.com"]},
        path="records",
        says="`records` has 2 entries; a CNAME record holds one name.",
    ),
    Case(
        rule="tags_leave_the_prefix_of_aws_to_aws",
        type="aws:sqs/queue:Queue",
        good={"tags": {"awsome": "x"}},
        bad={"tags": {"AWS:team": "x"}},
        path='tags["AWS:team"]',
        says='`tags["AWS:team"]` begins with `aws:`, which AWS keeps for itself.',
    ),
    Case(
        rule="resources_are_arns",
        type="aws:iam/rolePolicy:RolePolicy",
        good=policy("arn:aws:s3:::models/*"),
        bad=policy("aws:s3:::models/*"),
        path="policy.Statement[0].Resource[0]",
        says="`policy.Statement[0].Resource[0]` is `aws:s3:::models/*`, which is no ARN.",
    ),
    Case(
        rule="checks_of_connections_ask_for_no_page",
        type="aws:lb/targetGroup:TargetGroup",
        good={**GROUP, "healthCheck": {"protocol": "HTTP", "path": "/healthz"}},
        bad={**GROUP, "healthCheck": {"protocol": "TCP", "path": "/healthz"}},
        path="healthCheck.path",
        says="`healthCheck.path` is `/healthz`, and `healthCheck.protocol` is TCP, which asks for no page.",
    ),
    Case(
        rule="checks_of_connections_ask_for_no_page",
        type="aws:lb/targetGroup:TargetGroup",
        good={**GROUP, "healthCheck": {"protocol": "TCP"}},
        bad={**GROUP, "protocol": "HTTP", "healthCheck": {"protocol": "TCP"}},
        path="healthCheck.protocol",
        says="`healthCheck.protocol` is TCP, and `protocol` is `HTTP`; such targets are checked by HTTP or HTTPS.",
    ),
]

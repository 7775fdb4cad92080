"""A Kubernetes cluster with a group of nodes, add-ons, and a role that a pod takes on."""

import json

import pulumi
import pulumi_aws as aws


def assumed_by(service: str) -> str:
    """The policy by which a service takes a role on."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


vpc = aws.ec2.Vpc("cluster", cidr_block="10.2.0.0/16", enable_dns_hostnames=True)
subnets = [
    aws.ec2.Subnet(
        f"cluster-{zone}",
        vpc_id=vpc.id,
        cidr_block=f"10.2.{16 * place}.0/20",
        availability_zone=f"us-east-1{zone}",
        tags={"kubernetes.io/role/internal-elb": "1"},
    )
    for place, zone in enumerate("ab")
]
role = aws.iam.Role("cluster", assume_role_policy=assumed_by("eks.amazonaws.com"))
policy = aws.iam.RolePolicyAttachment(
    "cluster", role=role.name, policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
)
log = aws.cloudwatch.LogGroup("cluster", name="/aws/eks/team/cluster", retention_in_days=90)
cluster = aws.eks.Cluster(
    "team",
    name="team",
    role_arn=role.arn,
    version="1.33",
    enabled_cluster_log_types=["api", "audit"],
    access_config={"authentication_mode": "API_AND_CONFIG_MAP"},
    vpc_config={
        "subnet_ids": [subnet.id for subnet in subnets],
        "endpoint_private_access": True,
        "public_access_cidrs": ["198.51.100.0/24"],
    },
    kubernetes_network_config={"service_ipv4_cidr": "172.20.0.0/16"},
    opts=pulumi.ResourceOptions(depends_on=[policy, log]),
)
node = aws.iam.Role("node", assume_role_policy=assumed_by("ec2.amazonaws.com"))
policies = [
    aws.iam.RolePolicyAttachment(f"node-{name}", role=node.name, policy_arn=f"arn:aws:iam::aws:policy/{name}")
    for name in ("AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly")
]
aws.eks.NodeGroup(
    "general",
    cluster_name=cluster.name,
    node_role_arn=node.arn,
    subnet_ids=[subnet.id for subnet in subnets],
    ami_type="AL2023_x86_64_STANDARD",
    capacity_type="SPOT",
    instance_types=["m6i.large", "m5.large"],
    disk_size=50,
    scaling_config={"min_size": 1, "desired_size": 2, "max_size": 5},
    update_config={"max_unavailable": 1},
    labels={"pool": "general"},
    taints=[{"key": "spot", "value": "true", "effect": "NO_SCHEDULE"}],
    opts=pulumi.ResourceOptions(depends_on=policies),
)
for addon in ("vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent"):
    aws.eks.Addon(addon, cluster_name=cluster.name, addon_name=addon, resolve_conflicts_on_update="OVERWRITE")
pod = aws.iam.Role(
    "pod",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "pods.eks.amazonaws.com"},
                    "Action": ["sts:AssumeRole", "sts:TagSession"],
                }
            ],
        }
    ),
)
aws.eks.PodIdentityAssociation(
    "app", cluster_name=cluster.name, namespace="default", service_account="app", role_arn=pod.arn
)
aws.iam.OpenIdConnectProvider(
    "cluster",
    url=cluster.identities.apply(lambda found: found[0].oidcs[0].issuer if found else "https://oidc.example.com"),
    client_id_lists=["sts.amazonaws.com"],
)
pulumi.export("endpoint", cluster.endpoint)

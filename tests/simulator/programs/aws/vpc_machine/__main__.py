"""A network with public and private subnets, a NAT gateway, and a machine that is entered through Session Manager."""

import json

import pulumi
import pulumi_aws as aws

zones = aws.get_availability_zones(state="available").names
image = aws.ssm.get_parameter(name="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")
vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, tags={"Name": "main"})
gateway = aws.ec2.InternetGateway("main", vpc_id=vpc.id)
outside = aws.ec2.RouteTable("public", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
public = [
    aws.ec2.Subnet(
        f"public-{place}",
        vpc_id=vpc.id,
        cidr_block=f"10.0.{place}.0/24",
        availability_zone=zones[place],
        map_public_ip_on_launch=True,
    )
    for place in range(2)
]
for place, subnet in enumerate(public):
    aws.ec2.RouteTableAssociation(f"public-{place}", route_table_id=outside.id, subnet_id=subnet.id)
address = aws.ec2.Eip("nat", domain="vpc")
nat = aws.ec2.NatGateway("main", allocation_id=address.id, subnet_id=public[0].id)
inside = aws.ec2.RouteTable("private", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat.id}])
private = aws.ec2.Subnet("private", vpc_id=vpc.id, cidr_block="10.0.128.0/20", availability_zone=zones[0])
aws.ec2.RouteTableAssociation("private", route_table_id=inside.id, subnet_id=private.id)
aws.ec2.VpcEndpoint(
    "s3",
    vpc_id=vpc.id,
    service_name=f"com.amazonaws.{aws.get_region().region}.s3",
    route_table_ids=[inside.id],
)
firewall = aws.ec2.SecurityGroup(
    "machine",
    vpc_id=vpc.id,
    description="Web from the network",
    ingress=[{"protocol": "tcp", "from_port": 8080, "to_port": 8090, "cidr_blocks": [vpc.cidr_block]}],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)
aws.vpc.SecurityGroupIngressRule(
    "ping", security_group_id=firewall.id, ip_protocol="icmp", from_port=8, to_port=0, cidr_ipv4="10.0.0.0/16"
)
role = aws.iam.Role(
    "machine",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "ec2.amazonaws.com"},
            },
        }
    ),
    managed_policy_arns=["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
)
profile = aws.iam.InstanceProfile("machine", role=role.name)
machine = aws.ec2.Instance(
    "machine",
    ami=image.value,
    instance_type="t3.micro",
    subnet_id=private.id,
    vpc_security_group_ids=[firewall.id],
    iam_instance_profile=profile.name,
    user_data="#!/bin/bash\necho hello\n",
    metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 2},
    root_block_device={"volume_size": 20, "volume_type": "gp3", "encrypted": True},
    tags={"Name": "machine"},
)
volume = aws.ebs.Volume("data", availability_zone=zones[0], size=100, type="gp3", iops=3000, throughput=125)
aws.ec2.VolumeAttachment("data", device_name="/dev/sdf", instance_id=machine.id, volume_id=volume.id)
pulumi.export("address", machine.private_ip)

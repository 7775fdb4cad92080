"""AWS's rules on networks and references: just inside and just outside."""

from tests.simulator.rule_cases import Case

TG = {"port": 80, "protocol": "HTTP", "vpcId": "vpc-0123456789abcdef0"}

CASES = [
    Case(
        rule="health_check_ends_before_the_next",
        type="aws:lb/targetGroup:TargetGroup",
        good={**TG, "healthCheck": {"interval": 30, "timeout": 29}},
        bad={**TG, "healthCheck": {"interval": 30, "timeout": 30}},
        path="healthCheck.timeout",
        says="`healthCheck.timeout` is `30` seconds, and the next check begins after `30`; a check must end before the next one.",
    ),
    Case(
        rule="health_check_ends_before_the_next",
        type="aws:lb/targetGroup:TargetGroup",
        good={**TG, "protocol": "TCP", "healthCheck": {"interval": 10, "timeout": 10}},
        bad={**TG, "protocol": "TCP", "healthCheck": {"interval": 10, "timeout": 11}},
        path="healthCheck.timeout",
        says="`healthCheck.timeout` is `11` seconds, and the next check begins after `10`; a check must end before the next one.",
    ),
    Case(
        rule="secure_listeners_have_a_certificate",
        type="aws:lb/listener:Listener",
        good={"protocol": "HTTPS", "certificateArn": "arn:aws:acm:us-east-1:111111111111:certificate/x"},
        bad={"protocol": "HTTPS"},
        path="certificateArn",
        says="`certificateArn` is missing; a listener whose `protocol` is `HTTPS` needs a certificate.",
    ),
    Case(
        rule="targets_have_a_port_a_protocol_and_a_vpc",
        type="aws:lb/targetGroup:TargetGroup",
        good={"targetType": "lambda"},
        bad={"protocol": "HTTP", "vpcId": "vpc-0123456789abcdef0"},
        path="port",
        says="`port` is missing; targets that are no Lambda function need it.",
    ),
    Case(
        rule="actions_carry_what_their_type_needs",
        type="aws:lb/listener:Listener",
        good={"defaultActions": [{"type": "redirect", "redirect": {"statusCode": "HTTP_301"}}]},
        bad={
            "defaultActions": [
                {
                    "type": "redirect",
                    "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/b",
                }
            ]
        },
        path="defaultActions[0].redirect",
        says="`defaultActions[0].redirect` is missing; an action of type `redirect` needs it.",
    ),
    Case(
        rule="a_load_balancer_has_two_subnets",
        type="aws:lb/loadBalancer:LoadBalancer",
        good={"subnets": ["subnet-11111111", "subnet-22222222"]},
        bad={"subnets": ["subnet-11111111"]},
        path="subnets",
        says="`subnets` has one entry; outside of Local Zones and Outposts an Application Load Balancer needs 2 subnets in 2 zones.",
        severity="warning",
    ),
    Case(
        rule="address_ranges_are_of_a_size_that_vpcs_have",
        type="aws:ec2/vpc:Vpc",
        good={"cidrBlock": "10.0.0.0/16"},
        bad={"cidrBlock": "10.0.0.0/15"},
        path="cidrBlock",
        says="`cidrBlock` is `10.0.0.0/15`; allowed are ranges of /16 to /28.",
    ),
    Case(
        rule="address_ranges_are_of_a_size_that_vpcs_have",
        type="aws:ec2/subnet:Subnet",
        good={"cidrBlock": "10.0.0.16/28"},
        bad={"cidrBlock": "10.0.0.20/28"},
        path="cidrBlock",
        says="`cidrBlock` is `10.0.0.20/28`, which is no IPv4 range; write one such as `10.0.0.0/16`.",
    ),
    Case(
        rule="arns_are_whole_and_of_the_right_kind",
        type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        # As a function answers whose answer is made up.
        good={"role": "r", "policyArn": "arn:aws:simulated:us-east-1:123456789012:arn/358f66c8fd7f"},
        bad={"role": "r", "policyArn": "arn:aws:iam::123456789012:role/r"},
        path="policyArn",
        says="`policyArn` is `arn:aws:iam::123456789012:role/r`, which is no ARN of `iam:policy` or `iam:aws:policy` "
        "or `eks:aws:cluster-access-policy` or `resiliencehub`.",
    ),
    Case(
        rule="arns_are_whole_and_of_the_right_kind",
        type="aws:lb/listener:Listener",
        good={"loadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/a/b"},
        bad={"loadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/a/b"},
        path="loadBalancerArn",
        says="`loadBalancerArn` is `arn:aws:elasticloadbalancing:eu-west-1:111111111111:targe...`, which is no ARN of `elasticloadbalancing:loadbalancer`.",
    ),
    Case(
        rule="arns_are_whole_and_of_the_right_kind",
        type="aws:ecs/taskDefinition:TaskDefinition",
        good={"taskRoleArn": "arn:aws:iam::111111111111:role/x"},
        bad={"taskRoleArn": "arn:aws:iam:role/x"},
        path="taskRoleArn",
        says="`taskRoleArn` is `arn:aws:iam:role/x`, which is no ARN.",
    ),
    Case(
        rule="arns_are_whole_and_of_the_right_kind",
        type="aws:lb/listener:Listener",
        good={"certificateArn": "arn:aws:acm:me-west-1:111111111111:certificate/x"},
        bad={"certificateArn": "arn:aws:acm:eu-wst-1:111111111111:certificate/x"},
        path="certificateArn",
        says="`certificateArn` is in `eu-wst-1`, and AWS has no such region.",
    ),
    Case(
        rule="arns_are_whole_and_of_the_right_kind",
        type="aws:dms/endpoint:Endpoint",
        good={"certificateArn": "arn:aws:dms:eu-west-1:111111111111:cert:X"},
        bad={"certificateArn": "arn:aws:dms:eu-west-1:111111111111:task:X"},
        path="certificateArn",
        says="`certificateArn` is `arn:aws:dms:eu-west-1:111111111111:task:X`, which is no ARN of `acm:certificate` or `iam:server-certificate` or `dms:cert`.",
    ),
    Case(
        rule="arns_are_whole_and_of_the_right_kind",
        type="aws:ecs/service:Service",
        good={
            "vpcLatticeConfigurations": [
                {"targetGroupArn": "arn:aws:vpc-lattice:eu-west-1:111111111111:targetgroup/tg-1"}
            ]
        },
        bad={
            "vpcLatticeConfigurations": [{"targetGroupArn": "arn:aws:vpc-lattice:eu-west-1:111111111111:service/svc-1"}]
        },
        path="vpcLatticeConfigurations[0].targetGroupArn",
        says="`vpcLatticeConfigurations[0].targetGroupArn` is `arn:aws:vpc-lattice:eu-west-1:111111111111:service/svc-1`, which is no ARN of `elasticloadbalancing:targetgroup` or `vpc-lattice:targetgroup`.",
    ),
    Case(
        rule="arns_are_whole_and_of_the_right_kind",
        type="aws:msk/channel:Channel",
        good={"topicConfiguration": {"topicArn": "arn:aws:kafka:eu-west-1:111111111111:topic/jobs/1/orders"}},
        bad={"topicConfiguration": {"topicArn": "arn:aws:kafka:eu-west-1:111111111111:cluster/jobs/1"}},
        path="topicConfiguration.topicArn",
        says="`topicConfiguration.topicArn` is `arn:aws:kafka:eu-west-1:111111111111:cluster/jobs/1`, which is no ARN of `sns` or `kafka:topic`.",
    ),
    Case(
        rule="ids_are_of_the_right_kind",
        type="aws:ec2/subnet:Subnet",
        good={"vpcId": "vpc-0123456789abcdef0"},
        bad={"vpcId": "subnet-0123456789abcdef0"},
        path="vpcId",
        says="`vpcId` is `subnet-0123456789abcdef0`; it takes an id of the form `vpc-...`.",
    ),
    Case(
        rule="regions_of_aws_exist",
        type="aws:sqs/queue:Queue",
        good={"region": "eu-west-3"},
        bad={"region": "eu-west-9"},
        path="region",
        says="`region` is `eu-west-9`, and AWS has no such region.",
    ),
    Case(
        rule="regions_of_aws_exist",
        type="pulumi:providers:aws",
        good={"region": "sa-west-1"},
        bad={"region": "us-est-1"},
        path="region",
        says="`region` is `us-est-1`, and AWS has no such region.",
    ),
    Case(
        rule="zones_of_aws_exist",
        type="aws:ec2/subnet:Subnet",
        good={"availabilityZone": "eu-west-1c"},
        bad={"availabilityZone": "eu-west-1d"},
        path="availabilityZone",
        says="`availabilityZone` is `eu-west-1d`; `eu-west-1` has eu-west-1a, eu-west-1b, eu-west-1c.",
        severity="warning",
    ),
    Case(
        rule="zones_of_aws_exist",
        type="aws:ec2/subnet:Subnet",
        good={"availabilityZone": "me-west-1a"},
        bad={"availabilityZone": "eu-wst-1a"},
        path="availabilityZone",
        says="`availabilityZone` is `eu-wst-1a`, and AWS has no region `eu-wst-1`.",
    ),
    Case(
        rule="a_route_leads_from_one_range_to_one_target",
        type="aws:ec2/route:Route",
        good={"destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-11111111"},
        bad={"destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-11111111", "natGatewayId": "nat-11111111"},
        path="natGatewayId",
        says="`gatewayId` and `natGatewayId` are both given; a route has one target.",
    ),
    Case(
        rule="a_route_leads_from_one_range_to_one_target",
        type="aws:ec2/route:Route",
        good={"destinationIpv6CidrBlock": "::/0", "egressOnlyGatewayId": "eigw-11111111"},
        bad={"destinationIpv6CidrBlock": "::/0"},
        path="gatewayId",
        says="The route has no target; it needs one of gatewayId, natGatewayId, networkInterfaceId, transitGatewayId, vpcEndpointId, vpcPeeringConnectionId, egressOnlyGatewayId, carrierGatewayId, localGatewayId, coreNetworkArn, odbNetworkArn.",
    ),
    Case(
        rule="a_public_nat_gateway_has_an_address",
        type="aws:ec2/natGateway:NatGateway",
        good={"allocationId": "eipalloc-11111111"},
        bad={"subnetId": "subnet-11111111"},
        path="allocationId",
        says="`allocationId` is missing; a public NAT gateway needs an Elastic IP address.",
    ),
    Case(
        rule="a_public_nat_gateway_has_an_address",
        type="aws:ec2/natGateway:NatGateway",
        good={"connectivityType": "private"},
        bad={"connectivityType": "private", "allocationId": "eipalloc-11111111"},
        path="allocationId",
        says="`allocationId` is given, and `connectivityType` is `private`.",
    ),
    Case(
        rule="endpoints_have_what_their_type_has",
        type="aws:ec2/vpcEndpoint:VpcEndpoint",
        good={"vpcEndpointType": "Interface", "subnetIds": ["subnet-11111111"]},
        bad={"subnetIds": ["subnet-11111111"]},
        path="subnetIds",
        says="`subnetIds` is given, and the endpoint is of type Gateway.",
    ),
]

"""A Linux machine with a public address in a network whose group lets SSH in, and another network peered with it."""

import pulumi
import pulumi_azure_native as az

KEY = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 team@example.com"

group = az.resources.ResourceGroup("machines", location="westeurope")
rules = az.network.NetworkSecurityGroup(
    "web",
    resource_group_name=group.name,
    security_rules=[
        {
            "name": "ssh",
            "priority": 1000,
            "direction": "Inbound",
            "access": "Allow",
            "protocol": "Tcp",
            "source_port_range": "*",
            "source_address_prefixes": ["198.51.100.0/24", "203.0.113.7"],
            "destination_address_prefix": "*",
            "destination_port_ranges": ["22", "8000-8100"],
        },
        {
            "name": "web",
            "priority": 1010,
            "direction": "Inbound",
            "access": "Allow",
            "protocol": "*",
            "source_port_range": "*",
            "source_address_prefix": "AzureFrontDoor.Backend",
            "destination_address_prefix": "VirtualNetwork",
            "destination_port_range": "443",
        },
    ],
)
az.network.SecurityRule(
    "out",
    resource_group_name=group.name,
    network_security_group_name=rules.name,
    priority=1000,
    direction="Outbound",
    access="Deny",
    protocol="*",
    source_port_range="*",
    source_address_prefix="*",
    destination_port_range="25",
    destination_address_prefix="Internet",
)
network = az.network.VirtualNetwork(
    "main",
    resource_group_name=group.name,
    address_space=az.network.AddressSpaceArgs(address_prefixes=["10.0.0.0/16", "fd00:db8::/48"]),
    subnets=[
        az.network.SubnetArgs(name="machines", address_prefix="10.0.1.0/24", network_security_group={"id": rules.id}),
        az.network.SubnetArgs(name="AzureBastionSubnet", address_prefix="10.0.2.0/26"),
    ],
)
other = az.network.VirtualNetwork(
    "other", resource_group_name=group.name, address_space={"address_prefixes": ["10.1.0.0/16"]}
)
az.network.VirtualNetworkPeering(
    "main-other",
    resource_group_name=group.name,
    virtual_network_name=network.name,
    remote_virtual_network={"id": other.id},
    allow_virtual_network_access=True,
)
address = az.network.PublicIPAddress(
    "machine",
    resource_group_name=group.name,
    sku={"name": "Standard"},
    public_ip_allocation_method="Static",
    dns_settings={"domain_name_label": "team-machine"},
)
card = az.network.NetworkInterface(
    "machine",
    resource_group_name=group.name,
    ip_configurations=[
        {
            "name": "main",
            "subnet": {"id": network.subnets.apply(lambda subnets: subnets[0].id if subnets else None)},
            "private_ip_allocation_method": "Dynamic",
            "public_ip_address": {"id": address.id},
        }
    ],
)
disk = az.compute.Disk(
    "data",
    resource_group_name=group.name,
    disk_size_gb=64,
    sku={"name": "StandardSSD_LRS"},
    creation_data={"create_option": "Empty"},
)
machine = az.compute.VirtualMachine(
    "machine",
    resource_group_name=group.name,
    hardware_profile={"vm_size": "Standard_B2s"},
    network_profile={"network_interfaces": [{"id": card.id, "primary": True}]},
    os_profile={
        "computer_name": "machine",
        "admin_username": "azureuser",
        "custom_data": "IyEvYmluL2Jhc2g=",
        "linux_configuration": {
            "disable_password_authentication": True,
            "ssh": {"public_keys": [{"key_data": KEY, "path": "/home/azureuser/.ssh/authorized_keys"}]},
        },
    },
    storage_profile={
        "image_reference": {
            "publisher": "Canonical",
            "offer": "0001-com-ubuntu-server-jammy",
            "sku": "22_04-lts-gen2",
            "version": "latest",
        },
        "os_disk": {
            "name": "machine-os",
            "create_option": "FromImage",
            "managed_disk": {"storage_account_type": "Premium_LRS"},
        },
        "data_disks": [{"lun": 0, "create_option": "Attach", "managed_disk": {"id": disk.id}}],
    },
)
pulumi.export("address", address.ip_address)

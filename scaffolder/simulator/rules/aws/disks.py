"""Disks, file systems and the machines that they are for: what each kind is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_VOLUME: Final = "botocore 1.44.8, ec2/CreateVolumeRequest"
_TEMPLATE: Final = "botocore 1.44.8, ec2/RequestLaunchTemplateData"
_FILES: Final = "botocore 1.44.8, efs/CreateFileSystemRequest"
_LUSTRE: Final = "botocore 1.44.8, fsx/CreateFileSystemRequest"
_READ: Final = "2026-11-25"
_WITH_IOPS: Final = ("io1", "io2")
_WITHOUT_IOPS: Final = ("gp2", "sc1", "st1", "standard")
_SMALLEST: Final = 1200
_STEP: Final = 2400


@rule("aws:ebs/volume:Volume", page=_VOLUME, read=_READ)
def disks_have_iops_by_their_kind(inputs: Given) -> Iterator[Finding]:
    """A disk of the kind io1 or io2 is given its IOPS, one of gp3 may be, and any other is not."""
    kind, iops = inputs["type"], inputs["iops"]
    if kind.text in _WITH_IOPS and iops.absent and inputs["snapshotId"].absent:
        yield iops.finding(f"`iops` is missing; a disk of the kind {kind.shown} needs it.", fix="Give its IOPS.")
    elif kind.text in _WITHOUT_IOPS and iops.number:
        yield iops.finding(
            f"`iops` is given; a disk of the kind {kind.shown} takes none.", fix="Leave it out, or give the type gp3."
        )


@rule("aws:ec2/launchTemplate:LaunchTemplate", page=_TEMPLATE, read=_READ)
def templates_have_their_script_encoded(inputs: Given) -> Iterator[Finding]:
    """A launch template's user data is base64."""
    script = inputs["userData"]
    if script.text and script.text.startswith(("#!", "#cloud-config")):
        yield script.finding(
            f"`userData` is {script.shown}, which is no base64.",
            fix="Give base64.b64encode(script.encode()).decode().",
        )


@rule("aws:efs/fileSystem:FileSystem", page=_FILES, read=_READ)
def provisioned_throughput_is_given(inputs: Given) -> Iterator[Finding]:
    """A file system with throughput of its own is given how much."""
    given = inputs["provisionedThroughputInMibps"]
    if inputs["throughputMode"].text == "provisioned" and given.absent:
        yield given.finding(
            f"`{given.path}` is missing; the mode `provisioned` needs it.", fix="Give it, or the mode `elastic`."
        )


@rule("aws:fsx/lustreFileSystem:LustreFileSystem", page=_LUSTRE, read=_READ)
def lustre_grows_by_steps(inputs: Given) -> Iterator[Finding]:
    """A Lustre file system on SSDs has 1200 GiB, or a multiple of 2400 GiB."""
    size, kind, media = inputs["storageCapacity"], inputs["deploymentType"], inputs["storageType"]
    on_ssd = kind.text in ("SCRATCH_2", "PERSISTENT_2") and (media.absent or media.text == "SSD")
    if on_ssd and size.number is not None and size.number != _SMALLEST and (not size.number or size.number % _STEP):
        yield size.finding(
            f"`{size.path}` is {size.shown}; allowed are {_SMALLEST} GiB and multiples of {_STEP} GiB.",
            fix="Give one of these.",
        )

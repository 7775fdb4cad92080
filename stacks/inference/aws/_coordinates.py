"""Where AWS's regions are, to a degree: latitude and longitude of the place each is named after.

https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html names the places.
"""

from __future__ import annotations

from collections.abc import Mapping

COORDINATES: Mapping[str, tuple[int, int]] = {
    "us-east-1": (39, -77),
    "us-east-2": (40, -83),
    "us-west-1": (38, -122),
    "us-west-2": (46, -120),
    "ca-central-1": (45, -74),
    "ca-west-1": (51, -114),
    "mx-central-1": (21, -100),
    "sa-east-1": (-24, -47),
    "eu-central-1": (50, 9),
    "eu-central-2": (47, 9),
    "eu-north-1": (59, 18),
    "eu-south-1": (45, 9),
    "eu-south-2": (42, -1),
    "eu-west-1": (53, -6),
    "eu-west-2": (52, 0),
    "eu-west-3": (49, 2),
    "af-south-1": (-34, 18),
    "il-central-1": (32, 35),
    "me-central-1": (24, 54),
    "me-south-1": (26, 51),
    "ap-east-1": (22, 114),
    "ap-east-2": (25, 122),
    "ap-northeast-1": (36, 140),
    "ap-northeast-2": (37, 127),
    "ap-northeast-3": (35, 135),
    "ap-south-1": (19, 73),
    "ap-south-2": (17, 78),
    "ap-southeast-1": (1, 104),
    "ap-southeast-2": (-34, 151),
    "ap-southeast-3": (-6, 107),
    "ap-southeast-4": (-38, 145),
    "ap-southeast-5": (3, 102),
    "ap-southeast-6": (-37, 175),
    "ap-southeast-7": (14, 101),
}

"""Values that look like a cloud's, always the same for the same subject: ids, ARNs, host names, addresses."""

from __future__ import annotations

import hashlib
import uuid
from typing import Final

# The account, project and subscription every simulated cloud belongs to. 123456789012 is the account of AWS's own
# documentation; the project and the subscription are recognisably nobody's.
AWS_ACCOUNT: Final = "123456789012"
GCP_PROJECT: Final = "simulated-project"
GCP_PROJECT_NUMBER: Final = "123456789012"
AZURE_SUBSCRIPTION: Final = "00000000-0000-4000-8000-000000000001"
AZURE_TENANT: Final = "00000000-0000-4000-8000-000000000002"
AZURE_CLIENT: Final = "00000000-0000-4000-8000-000000000003"
AZURE_OBJECT: Final = "00000000-0000-4000-8000-000000000004"

# The service in an ARN of which only the property that wants it is known.
SIMULATED: Final = "simulated"

_NAMESPACE: Final = uuid.UUID("8b1c7a54-3f5e-5d0e-9c55-2f1d0f6d7a10")


def hex_digits(subject: str, length: int) -> str:
    """Give hexadecimal digits that belong to a subject."""
    digits = hashlib.sha256(subject.encode()).hexdigest()
    while len(digits) < length:
        digits += hashlib.sha256(digits.encode()).hexdigest()
    return digits[:length]


def decimal_digits(subject: str, length: int) -> str:
    """Give decimal digits that belong to a subject, the first not zero."""
    number = str(int(hex_digits(subject, 2 * length), 16))
    return ("1" + number[-(length - 1) :]) if length > 1 else number[-1]


def guid(subject: str) -> str:
    """Give a UUID that belongs to a subject."""
    return str(uuid.uuid5(_NAMESPACE, subject))


def public_address(subject: str) -> str:
    """Give an IPv4 address that belongs to a subject, from the block for documentation (RFC 5737)."""
    return f"203.0.113.{int(hex_digits(subject, 4), 16) % 254 + 1}"


def private_address(subject: str) -> str:
    """Give an IPv4 address inside 10.0.0.0/16 that belongs to a subject."""
    number = int(hex_digits(subject, 8), 16)
    return f"10.0.{number % 256}.{number // 256 % 250 + 4}"


def aws_partition(region: str) -> str:
    """Give the partition an AWS region lies in."""
    for prefix, partition in (
        ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-iso-", "aws-iso"), ("us-isob-", "aws-iso-b"),
        ("eu-isoe-", "aws-iso-e"), ("us-isof-", "aws-iso-f"), ("eusc-", "aws-eusc"),
    ):  # fmt: skip
        if region.startswith(prefix):
            return partition
    return "aws"

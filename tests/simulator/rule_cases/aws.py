"""AWS's rules: just inside and just outside, one module a subject."""

from tests.simulator.rule_cases import (
    aws_access,
    aws_containers,
    aws_data,
    aws_disks,
    aws_programs,
    aws_rest,
    aws_services,
    aws_together,
    aws_watching,
)

CASES = [
    *aws_access.CASES,
    *aws_containers.CASES,
    *aws_data.CASES,
    *aws_disks.CASES,
    *aws_rest.CASES,
    *aws_services.CASES,
    *aws_watching.CASES,
]
PROGRAM_CASES = [*aws_programs.PROGRAM_CASES, *aws_together.PROGRAM_CASES]

"""GCP's rules: just inside and just outside."""

from tests.simulator.rule_cases.gcp import (
    armor,
    clusters,
    data,
    front,
    identity,
    network,
    pairs,
    programs,
    run,
    shapes,
    watching,
)

CASES = [
    *run.CASES,
    *armor.CASES,
    *front.CASES,
    *network.CASES,
    *data.CASES,
    *identity.CASES,
    *clusters.CASES,
    *watching.CASES,
    *shapes.CASES,
    *pairs.CASES,
]
PROGRAM_CASES = programs.CASES

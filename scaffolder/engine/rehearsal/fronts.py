"""What stands before the regions of a deployed graph, whichever cloud it is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from scaffolder.engine.rehearsal.front_aws import accelerators, distributions, records
from scaffolder.engine.rehearsal.front_azure import front_doors
from scaffolder.engine.rehearsal.front_gcp import load_balancers
from scaffolder.engine.rehearsal.graph import Graph
from scaffolder.engine.rehearsal.loss import FrontView

# The first one that finds its front has it.
_READERS: Final[Sequence[Callable[[Graph, str], FrontView | None]]] = (
    accelerators,
    distributions,
    records,
    load_balancers,
    front_doors,
)


def front_view(graph: Graph, region: str) -> FrontView:
    """The front as it looks without a region."""
    for read in _READERS:
        if view := read(graph, region):
            return view
    return FrontView(kind="", lost=(), left=(), noticed=())

"""The steps of a rehearsal: what each does, and what must then hold."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scaffolder.engine.config import StackConfig
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.real import preview_real
from scaffolder.engine.rehearsal import holding
from scaffolder.engine.rehearsal.calls import Call
from scaffolder.engine.rehearsal.driver import Driver
from scaffolder.engine.rehearsal.graph import Graph, planned_graph, read_graph
from scaffolder.engine.rehearsal.images import new_image
from scaffolder.engine.rehearsal.losing import checked_region, lose
from scaffolder.engine.rehearsal.loss import Loss
from scaffolder.engine.rehearsal.rolling import roll_findings, rolled
from scaffolder.engine.rehearsal.timeline import About, Finding, Rehearsal, Rolled, Step, Verdict
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError

_CLOUDS: Final = frozenset({"aws", "gcp", "azure"})
# The most that the settings take.
_MOST_REPLICAS: Final = 100


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to rehearse beyond the plain life: regions to lose, and a setting to change, as (key, value)."""

    lose: Sequence[str] = ()
    change: tuple[str, str] | None = None
    seed: str = ""


@dataclass(frozen=True, kw_only=True)
class Watcher:
    """Who is told of each step: when it begins, of each resource in it, and when it is over."""

    ready: Callable[[About], None] = lambda _about: None
    begins: Callable[[str], None] = lambda _title: None
    resource: Callable[[str], None] = lambda _urn: None
    over: Callable[[Step], None] = lambda _step: None
    lost: Callable[[Loss], None] = lambda _loss: None


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where a rehearsal takes place: the stack, the command, and what the engine's environment needs."""

    workspace: Workspace
    config: StackConfig
    command: PulumiCommand
    variables: Mapping[str, str]
    notes: Sequence[str]


class Life:
    """The steps of one rehearsal, and what they have shown so far."""

    def __init__(self, scene: Scene, driver: Driver, wanted: Wanted, watcher: Watcher) -> None:
        self._scene = scene
        self._driver = driver
        self._wanted = wanted
        self._watcher = watcher
        self._started = time.perf_counter()
        self._steps: list[Step] = []
        self._losses: list[Loss] = []
        self._outputs: Mapping[str, Any] = {}
        prefix = f"{scene.workspace.name}:"
        self._settings = {
            key.removeprefix(prefix): value for key, value in scene.config.values.items() if key.startswith(prefix)
        }

    def rehearse(self) -> Rehearsal:
        """Take the steps in turn; what the first ones must bring about, the others build on."""
        about = self._about()
        self._watcher.ready(about)
        if self._preview() and self._up():
            self._lose()
            self._again()
            self._refresh()
            self._change()
            self._roll()
            self._unprotect()
            self._destroy()
        return Rehearsal(about=about, steps=tuple(self._steps), losses=tuple(self._losses), seconds=self._now())

    def _about(self) -> About:
        cloud = self._settings.get("cloud", "")
        ours = cloud in _CLOUDS
        return About(
            project=self._scene.workspace.name,
            stack=self._scene.config.stack,
            cloud=cloud if ours else "",
            environment=self._settings.get("environment", "") if ours else "",
            engine_version=self._scene.command.version,
            seed=self._wanted.seed,
            notes=tuple(self._scene.notes),
        )

    def _preview(self) -> bool:
        self._watcher.begins("preview")
        began = self._now()
        (preview,) = preview_real(
            self._scene.workspace,
            [self._scene.config.stack],
            on_resource=lambda _stack, urn: self._watcher.resource(urn),
            command=self._scene.command,
            variables=self._scene.variables,
        )
        if preview.engine != "pulumi":
            raise ScaffolderError(
                f"Stack {self._scene.config.stack!r} cannot be rehearsed offline: {preview.notes[-1]}",
                fix=f"Preview it: scaffold preview --stack {self._scene.config.stack}",
            )
        planned = planned_graph(preview.resources)
        for region in self._wanted.lose:
            checked_region(planned.serving_regions(), region)
        errors = [problem for problem in preview.problems if problem.severity == "error"]
        return self._over(
            Step(
                name="preview",
                title="preview",
                commands=["pulumi preview"],
                began=began,
                seconds=self._now() - began,
                counts=preview.changes,
                verdict=Verdict.FAILED if errors else Verdict.HELD,
                problems=preview.problems,
            )
        )

    def _up(self) -> bool:
        self._watcher.begins("up")
        began = self._now()
        call = self._driver.call("up")
        self._outputs = call.outputs
        graph = self._graph()
        known = f"{len(call.outputs)} outputs known" if call.outputs else "the program exports nothing"
        regions = graph.serving_regions()
        notes = [known + (f", serving from {', '.join(regions)}" if regions else "")]
        return self._checked(
            "up", "up", call, began, [*holding.only_created(call), *holding.outputs_known(call)], notes=notes
        )

    def _lose(self) -> None:
        graph = self._graph()
        for region in self._wanted.lose:
            loss = lose(graph, region, settings=self._settings)
            self._losses.append(loss)
            self._watcher.lost(loss)

    def _again(self) -> None:
        self._watcher.begins("up again")
        began = self._now()
        call = self._driver.call("up")
        self._checked("again", "up again", call, began, holding.unchanged(call), notes=["nothing to do"])

    def _refresh(self) -> None:
        self._watcher.begins("refresh")
        began = self._now()
        call = self._driver.call("refresh")
        self._checked("refresh", "refresh", call, began, holding.unchanged(call), notes=["no drift"])

    def _change(self) -> None:
        change = self._wanted.change or self._own_change()
        if change is None:
            why = "this project has no setting maxReplicas; --change KEY=VALUE changes one of its own"
            self._skip("change", "change a setting", why)
            return
        key, value = change
        self._watcher.begins(f"change {key}")
        began = self._now()
        call = self._driver.call("up", settings={key: value})
        before = self._settings.get(key)
        note = f"{key} {before} -> {value}, in place" if before else f"{key} set to {value}, in place"
        self._checked("change", "change a setting", call, began, holding.in_place(call), notes=[note])

    def _own_change(self) -> tuple[str, str] | None:
        """One more replica at most: what every cloud updates in place."""
        try:
            most = int(self._settings["maxReplicas"])
        except (KeyError, ValueError):
            return None
        return "maxReplicas", str(most + 1 if most < _MOST_REPLICAS else most - 1)

    def _roll(self) -> None:
        image = new_image(self._settings, self._outputs)
        if image is None:
            self._skip("image", "roll a new image", "this project has no setting image that names one by its digest")
            return
        self._watcher.begins("roll a new image")
        began = self._now()
        call = self._driver.call("up", settings={"image": image.image})
        graph = self._graph()
        regions = rolled(call, graph)
        order = ", one region after the other" if len(regions) > 1 else ""
        findings = roll_findings(call, graph, graph.serving_regions()) if call.exit_code == 0 else ()
        self._checked(
            "image", "roll a new image", call, began, findings, notes=[f"{image.said}{order}"], regions=regions
        )

    def _unprotect(self) -> None:
        """Take protection off, as an operator must before a destroy."""
        protected = sum(one.protected for one in self._graph().resources)
        on = self._settings.get("deletionProtection") == "true"
        if not protected and not on:
            return
        self._watcher.begins("take protection off")
        began = self._now()
        if on:
            call = self._driver.call("up", settings={"deletionProtection": "false"})
            note = f"{protected} resources were protected" if protected else "deletionProtection was on"
            self._checked("unprotect", "take protection off", call, began, (), notes=[note])
            return
        shown = self._driver.on_stack("state", "unprotect", "--all", "--yes")
        self._over(
            Step(
                name="unprotect",
                title="take protection off",
                commands=[shown],
                began=began,
                seconds=self._now() - began,
                counts={},
                verdict=Verdict.HELD,
                notes=[f"{protected} resources were protected"],
            )
        )

    def _destroy(self) -> None:
        self._watcher.begins("destroy")
        began = self._now()
        call = self._driver.call("destroy")
        left = holding.nothing_left(self._graph()) if call.exit_code == 0 else ()
        self._checked("destroy", "destroy", call, began, left, notes=["nothing is left"])

    def _checked(
        self,
        name: str,
        title: str,
        call: Call,
        began: float,
        findings: Iterable[Finding],
        *,
        notes: Sequence[str] = (),
        regions: Sequence[Rolled] = (),
    ) -> bool:
        """A step that was one engine call: it holds when that ended well and nothing else was found."""
        found = tuple(dict.fromkeys((*holding.ended_well(call), *findings)))
        return self._over(
            Step(
                name=name,
                title=title,
                commands=[call.command],
                began=began,
                seconds=self._now() - began,
                counts=call.counts,
                verdict=Verdict.FAILED if found else Verdict.HELD,
                notes=() if found else notes,
                findings=found,
                rolled=regions,
            )
        )

    def _skip(self, name: str, title: str, why: str) -> None:
        self._over(
            Step(
                name=name,
                title=title,
                commands=[],
                began=self._now(),
                seconds=0.0,
                counts={},
                verdict=Verdict.SKIPPED,
                notes=[why],
            )
        )

    def _over(self, step: Step) -> bool:
        self._steps.append(step)
        self._watcher.over(step)
        return step.verdict is not Verdict.FAILED

    def _graph(self) -> Graph:
        return read_graph(self._driver.resources())

    def _now(self) -> float:
        return time.perf_counter() - self._started

"""The steps of a rehearsal: what each does, and what must then hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scaffolder.engine.config import StackConfig
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.real import EMBEDDED_INSTEAD, preview_real
from scaffolder.engine.rehearsal import holding
from scaffolder.engine.rehearsal.faults import Fault
from scaffolder.engine.rehearsal.graph import planned_graph
from scaffolder.engine.rehearsal.holding import is_held
from scaffolder.engine.rehearsal.images import new_image
from scaffolder.engine.rehearsal.losing import checked_region, lose
from scaffolder.engine.rehearsal.loss import Loss
from scaffolder.engine.rehearsal.rolling import roll_findings, rolled
from scaffolder.engine.rehearsal.stage import Stage
from scaffolder.engine.rehearsal.timeline import About, Finding, Rehearsal, Verdict
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError

_CLOUDS: Final = frozenset({"aws", "gcp", "azure"})
# The most that the settings take.
_MOST_REPLICAS: Final = 100


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to rehearse beyond the plain life: regions to lose, failures, and a setting to change, as (key, value)."""

    lose: Sequence[str] = ()
    fail: Sequence[Fault] = ()
    change: tuple[str, str] | None = None
    seed: str = ""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where a rehearsal takes place: the stack, the command, and what the engine's environment needs."""

    workspace: Workspace
    config: StackConfig
    command: PulumiCommand
    variables: Mapping[str, str]
    notes: Sequence[str]


class Life:
    """The steps of one rehearsal, in turn."""

    def __init__(self, scene: Scene, stage: Stage, wanted: Wanted) -> None:
        self._scene = scene
        self._stage = stage
        self._wanted = wanted
        self._losses: list[Loss] = []
        self._outputs: Mapping[str, Any] = {}
        prefix = f"{scene.workspace.name}:"
        self._settings = {
            key.removeprefix(prefix): value for key, value in scene.config.values.items() if key.startswith(prefix)
        }

    def rehearse(self) -> Rehearsal:
        """Take the steps in turn; what the first ones must bring about, the others build on."""
        about = self._about()
        self._stage.watcher.ready(about)
        if self._preview() and self._up():
            self._lose()
            self._again()
            self._refresh()
            self._change()
            self._roll()
            self._unprotect()
            self._destroy()
            self._missed()
        return Rehearsal(
            about=about, steps=tuple(self._stage.steps), losses=tuple(self._losses), seconds=self._stage.now()
        )

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
        self._stage.begins("preview")
        stack = self._scene.config.stack
        (preview,) = preview_real(
            self._scene.workspace,
            [stack],
            on_resource=lambda _stack, urn: self._stage.watcher.resource(urn),
            command=self._scene.command,
            variables=self._scene.variables,
        )
        if preview.engine != "pulumi":
            raise ScaffolderError(
                f"Stack {stack!r} cannot be rehearsed offline: {preview.notes[-1].removeprefix(EMBEDDED_INSTEAD)}.",
                fix=f"Preview it: scaffold preview --stack {stack}",
            )
        errors = [problem for problem in preview.problems if problem.severity == "error"]
        if not errors:
            planned = planned_graph(preview.resources)
            for region in self._wanted.lose:
                checked_region(planned.serving_regions(), region)
            self._stage.failures.settle(one.type for one in planned.resources if is_held(one))
        return self._stage.ended(
            "preview",
            "preview",
            Verdict.FAILED if errors else Verdict.HELD,
            commands=["pulumi preview"],
            counts=preview.changes,
            problems=preview.problems,
            notes=holding.not_inside(preview.problems),
        )

    def _up(self) -> bool:
        self._stage.begins("up")
        before = len(self._stage.steps)
        call = self._stage.call("up")
        self._outputs = call.outputs
        known = f"{len(call.outputs)} outputs known" if call.outputs else "the program exports nothing"
        regions = self._stage.graph().serving_regions()
        notes = [known + (f", serving from {', '.join(regions)}" if regions else "")]
        # An update that was made to fail is finished by the next, which may also put right what was left half done.
        made = holding.only_created if len(self._stage.steps) == before else holding.finished
        return self._stage.checked("up", "up", call, [*made(call), *holding.outputs_known(call)], notes=notes)

    def _lose(self) -> None:
        for region in self._wanted.lose:
            loss = lose(self._stage.graph(), region, settings=self._settings)
            self._losses.append(loss)
            self._stage.watcher.lost(loss)

    def _again(self) -> None:
        self._stage.begins("up again")
        call = self._stage.call("up")
        self._stage.checked("again", "up again", call, holding.unchanged(call), notes=["nothing to do"])

    def _refresh(self) -> None:
        self._stage.begins("refresh")
        call = self._stage.call("refresh")
        self._stage.checked("refresh", "refresh", call, holding.unchanged(call), notes=["no drift"])

    def _change(self) -> None:
        title = "change a setting"
        change = self._wanted.change or self._own_change()
        if change is None:
            why = "this project has no setting maxReplicas; --change KEY=VALUE changes one of its own"
            self._stage.ended("change", title, Verdict.SKIPPED, notes=[why])
            return
        key, value = change
        self._stage.begins(title)
        call = self._stage.call("up", {key: value})
        before = self._settings.get(key)
        # Whoever wants to see a replacement fail, and names the change, wants one to take place.
        may_replace = self._wanted.change is not None and any(fault.op == "replace" for fault in self._wanted.fail)
        how = "" if may_replace else ", in place"
        note = f"{key} {before} -> {value}{how}" if before else f"{key} set to {value}{how}"
        self._stage.checked("change", title, call, () if may_replace else holding.in_place(call), notes=[note])

    def _own_change(self) -> tuple[str, str] | None:
        """One more replica at most: what every cloud updates in place."""
        try:
            most = int(self._settings["maxReplicas"])
        except (KeyError, ValueError):
            return None
        return "maxReplicas", str(most + 1 if most < _MOST_REPLICAS else most - 1)

    def _roll(self) -> None:
        title = "roll a new image"
        image = new_image(self._settings, self._outputs)
        if image is None:
            why = "this project has no setting image that names one by its digest"
            self._stage.ended("image", title, Verdict.SKIPPED, notes=[why])
            return
        self._stage.begins(title)
        call = self._stage.call("up", {"image": image.image})
        if call.exit_code and not call.changes() and not self._settings["image"]:
            # Some settings take no image but the one that the update builds.
            self._stage.driver.unset("image")
            why = next((holding.first_lines(said) for said in call.errors), "the program does not take it")
            self._stage.ended("image", title, Verdict.SKIPPED, notes=[f"only what is built here can run: {why}"])
            return
        graph = self._stage.graph()
        regions = rolled(call, graph)
        order = ", one region after the other" if len(regions) > 1 else ""
        findings = roll_findings(call, graph, graph.serving_regions()) if call.exit_code == 0 else ()
        self._stage.checked("image", title, call, findings, notes=[f"{image.said}{order}"], regions=regions)

    def _unprotect(self) -> None:
        """Take protection off, as an operator must before a destroy."""
        title = "take protection off"
        protected = sum(one.protected for one in self._stage.graph().resources)
        on = self._settings.get("deletionProtection") == "true"
        if not protected and not on:
            return
        self._stage.begins(title)
        notes = [f"{protected} resources were protected" if protected else "deletionProtection was on"]
        if on:
            call = self._stage.call("up", {"deletionProtection": "false"})
            self._stage.checked("unprotect", title, call, (), notes=notes)
            return
        shown = self._stage.driver.on_stack("state", "unprotect", "--all", "--yes")
        self._stage.ended("unprotect", title, Verdict.HELD, commands=[shown], notes=notes)

    def _destroy(self) -> None:
        self._stage.begins("destroy")
        kept = {one.id for one in self._stage.graph().resources if one.kept}
        call = self._stage.call("destroy")
        left = holding.nothing_left(self._stage.graph()) if call.exit_code == 0 else ()
        note = f"nothing is left but {len(kept)} kept by retainOnDelete" if kept else "nothing is left"
        self._stage.checked("destroy", "destroy", call, left, notes=[note], kept=kept)

    def _missed(self) -> None:
        """Tell of the failures that were asked for and never happened."""
        for one, others_did in self._stage.failures.missed():
            what = f"{one.kind}: {one.fault.op} of {one.fault.type}"
            if others_did:
                why = f"{what}: none was left after the others; --fail-kind {one.kind} has it fail so"
                self._stage.ended("fail", "fail", Verdict.SKIPPED, notes=[why])
            else:
                nth = one.fault.nth
                finding = Finding(
                    message=f"{what} never came: {f'fewer than {nth} were' if nth > 1 else 'none was'} made."
                )
                self._stage.begins("fail")
                self._stage.ended("fail", "fail", Verdict.FAILED, findings=[finding])

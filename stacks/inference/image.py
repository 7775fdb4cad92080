"""The one image that every region runs, named by its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pulumi

from .contract import ImageArgs
from .setting import SettingProblem, SettingsError

# What a build never reads: it would change the tag without changing the image.
_IGNORED = frozenset({"__pycache__", ".venv", ".git", ".pytest_cache", ".ruff_cache", ".DS_Store"})


class ContainerImage(pulumi.ComponentResource):
    """The image given by its digest, or built from the app's folder once and pushed to every repository.

    `references` has a reference by digest for each region; the digest is the same in all of them.
    """

    reference: pulumi.Output[str]
    references: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: ImageArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:index:ContainerImage", name, {}, opts)
        if args.settings.image:
            self.references = {region: pulumi.Output.from_input(args.settings.image) for region in args.repositories}
        else:
            self.references = self._build(name, args)
        self.reference = self.references[args.settings.primary_region]
        self.register_outputs({"reference": self.reference, "references": self.references})

    def _build(self, name: str, args: ImageArgs) -> dict[str, pulumi.Output[str]]:
        # Imported here: a service that is given its image needs no builder.
        import pulumi_docker_build as docker_build

        folder = app_folder(args.settings.app_path)
        tag = content_tag(folder, args.repositories)
        # Regions may share one repository (one object then), and a tag is pushed once.
        repositories = {id(repository): repository for repository in args.repositories.values()}.values()
        built = docker_build.Image(
            f"{name}-build",
            context=docker_build.BuildContextArgs(location=str(folder)),
            dockerfile=docker_build.DockerfileArgs(location=str(folder / "Dockerfile")),
            platforms=[docker_build.Platform.LINUX_AMD64],
            tags=[pulumi.Output.concat(repository, ":", tag) for repository in repositories],
            push=True,
            build_on_preview=False,
            registries=[
                docker_build.RegistryArgs(
                    address=login.address, username=login.username, password=pulumi.Output.secret(login.password)
                )
                for login in args.logins
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )
        return {
            region: pulumi.Output.concat(repository, "@", built.digest)
            for region, repository in args.repositories.items()
        }


def app_folder(app_path: str) -> Path:
    """The folder with the app's Dockerfile, relative to the project as the setting `appPath` has it.

    Raises:
        SettingsError: there is no Dockerfile in it.
    """
    folder = Path(pulumi.runtime.get_root_directory() or ".") / app_path
    if not (folder / "Dockerfile").is_file():
        fix = "Set appPath to the folder of the app, or image to a built image's digest."
        raise SettingsError(
            [SettingProblem(key="appPath", value=app_path, message=f"{app_path!r} has no Dockerfile.", fix=fix)]
        )
    return folder


def content_tag(folder: Path, regions: Iterable[str]) -> str:
    """A tag made from what the build reads and where it goes, so that a tag never moves to other content.

    A region that is added has the image built and pushed again: the tags of before are taken, and cannot be written.
    """
    digest = hashlib.sha256("\0".join(regions).encode())
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not _IGNORED.intersection(relative.parts):
            digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]

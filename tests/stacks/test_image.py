"""The tag of a built image: the same for the same content and regions, another for anything else."""

from pathlib import Path

import pytest

from inference.image import app_folder, content_tag
from inference.setting import SettingsError


def app(folder: Path) -> Path:
    (folder / "serving").mkdir(parents=True)
    (folder / "Dockerfile").write_text("FROM scratch\n")
    (folder / "serving" / "api.py").write_text("x = 1\n")
    return folder


def test_the_tag_is_made_of_what_is_built_and_where_it_goes(tmp_path: Path) -> None:
    one, other = app(tmp_path / "one"), app(tmp_path / "other")
    assert content_tag(one, ["a"]) == content_tag(other, ["a"])
    assert content_tag(one, ["a"]) != content_tag(one, ["a", "b"])
    (other / "serving" / "api.py").write_text("x = 2\n")
    assert content_tag(one, ["a"]) != content_tag(other, ["a"])


def test_what_a_build_does_not_read_leaves_the_tag(tmp_path: Path) -> None:
    folder = app(tmp_path)
    before = content_tag(folder, ["a"])
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "api.pyc").write_bytes(b"\0")
    assert content_tag(folder, ["a"]) == before


def test_a_renamed_file_is_another_content(tmp_path: Path) -> None:
    folder = app(tmp_path)
    before = content_tag(folder, ["a"])
    (folder / "serving" / "api.py").rename(folder / "serving" / "main.py")
    assert content_tag(folder, ["a"]) != before


def test_a_folder_without_a_dockerfile_is_refused() -> None:
    with pytest.raises(
        SettingsError, match=r"appPath: 'nowhere' has no Dockerfile\. Set appPath to the folder of the app"
    ):
        app_folder("nowhere")

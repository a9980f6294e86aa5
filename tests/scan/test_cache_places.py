"""Where caches lie is what the system says of that place."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from goworkdoctor.model.facts import CachePlace, Environment, Facts, Setting
from goworkdoctor.scan.cache_places import gather
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.system.mounts import filesystem
from tests.nobody import as_nobody, only_root, open_to_nobody


def places(root: Path, **settings: Path) -> dict[str, CachePlace]:
    environment = Environment(
        tuple(Setting(name, str(value), "environment") for name, value in settings.items())
    )
    return {place.kind: place for place in gather(Look(root), Facts(root, environment=environment))}


@pytest.mark.parametrize("place", ["/", "/proc", "/dev/shm", "/sys", "."])
def test_the_filesystem_is_that_of_df(place: str) -> None:
    if not Path(place).is_dir():
        pytest.skip(f"there is no {place} here")
    df = subprocess.run(["df", "--output=fstype", place], capture_output=True, text=True, check=True)
    assert filesystem(Path(place)) == df.stdout.split()[-1]


def test_a_cache_that_is_not_there_yet_is_judged_by_its_nearest_folder(tmp_path: Path) -> None:
    found = places(tmp_path / "w", GOCACHE=tmp_path / "none" / "deep", GOLANGCI_LINT_CACHE=tmp_path)
    assert found["build"] == CachePlace("build", f"{tmp_path}/none/deep", filesystem(tmp_path))
    assert set(found) == {"build", "lint"}


def test_a_file_in_its_place_cannot_be_written_as_a_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert not places(tmp_path, GOCACHE=tmp_path / "file")["build"].writable


def test_a_cache_that_a_link_leads_into_the_checkout_is_inside_it(tmp_path: Path) -> None:
    (tmp_path / "w" / "cache").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "w" / "cache")
    inside = places((tmp_path / "w").resolve(), GOCACHE=tmp_path / "link", GOMODCACHE=tmp_path / "mod")
    assert (inside["build"].inside, inside["module"].inside) == ("cache", "")


@only_root
def test_a_folder_of_somebody_else_is_not_writable(tmp_path: Path) -> None:
    open_to_nobody(tmp_path)

    def look() -> None:
        assert not places(tmp_path, GOCACHE=tmp_path)["build"].writable

    assert places(tmp_path, GOCACHE=tmp_path)["build"].writable
    as_nobody(look)

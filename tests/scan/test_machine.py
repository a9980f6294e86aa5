"""Disks and running processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from goworkdoctor.model.facts import Environment, Facts, Process, Setting
from goworkdoctor.scan.disk import gather as disks
from goworkdoctor.scan.gatherer import Look
from goworkdoctor.scan.processes import gather as processes


def test_the_disk_of_a_cache_that_is_not_there_yet_is_that_of_its_nearest_folder(tmp_path: Path) -> None:
    environment = Environment((Setting("GOCACHE", str(tmp_path / "a/b/c"), "environment"),))
    [disk, *_] = disks(Look(tmp_path), Facts(tmp_path, environment=environment))
    assert disk.dir == str(tmp_path)
    assert disk.total == shutil.disk_usage(tmp_path).total


def test_each_filesystem_is_told_once(tmp_path: Path) -> None:
    settings = tuple(Setting(name, str(tmp_path / name), "environment") for name in ("GOCACHE", "GOMODCACHE"))
    assert len(disks(Look(tmp_path), Facts(tmp_path, environment=Environment(settings)))) == 1


def _process(root: Path, pid: int) -> Process | None:
    return next((one for one in processes(Look(root), Facts(root)) if one.pid == pid), None)


def test_a_running_go_is_seen_with_its_directory(tmp_path: Path) -> None:
    gopls = tmp_path / "gopls"
    shutil.copy("/bin/sleep", gopls)
    shell = ["sh", "-c", f"cd {tmp_path} && '{gopls}' 30 & echo $!; wait"]
    with subprocess.Popen(shell, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        try:
            while not (found := _process(tmp_path, pid)):  # until the shell's child has become gopls
                time.sleep(0.01)
            assert (found.name, found.cwd) == ("gopls", str(tmp_path))
        finally:
            os.kill(pid, 9)
            parent.kill()

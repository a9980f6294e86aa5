"""An output tells its package, and damaged ones never raise."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.golang.blame import blame
from tests.clinic import clinic, flip
from tests.oracle import Go


def test_every_archive_tells_the_package_that_go_lists_it_for(any_go: Go, tmp_path: Path) -> None:
    here = clinic(any_go, tmp_path)
    form = "{{.ImportPath}} {{.Export}}"
    listed = here.run("list", "-deps", "-export", "-f", form, "./...").stdout.splitlines()
    archives = dict(line.split(" ") for line in listed if not line.startswith("unsafe"))
    assert len(archives) > 15
    assert {path: blame(Path(file).read_bytes()) for path, file in archives.items()} == {
        path: path for path in archives
    }


def test_a_package_index_tells_its_package_and_files(any_go: Go, tmp_path: Path) -> None:
    here = clinic(any_go, tmp_path)
    indexes = [data for file in here.outputs() if (data := file.read_bytes()).startswith(b"go index")]
    told = {blame(data) for data in indexes}
    assert any(one.startswith("errors (errors.go, ") for one in told)
    assert any(one.startswith("runtime (") for one in told)


def test_a_damaged_archive_mostly_tells_it_still(go: Go, tmp_path: Path) -> None:
    data = clinic(go, tmp_path).archive("./q").read_bytes()
    chance = random.Random(1)
    told = [blame(flip(data, chance.randrange(len(data)))) for _ in range(200)]
    assert told.count("ex.com/m/q") > 180


def test_a_damaged_index_never_raises(go: Go, tmp_path: Path) -> None:
    here = clinic(go, tmp_path)
    indexes = [data for file in here.outputs() if (data := file.read_bytes()).startswith(b"go index")]
    chance = random.Random(2)
    for data in indexes[:20]:
        for _ in range(50):
            assert blame(flip(data, chance.randrange(11, len(data)), chance.randrange(1, 256))).isprintable()


@given(st.binary(max_size=300))
def test_any_bytes_are_blamed_without_a_crash(data: bytes) -> None:
    for beginning in (b"", b"!<arch>\n\0\0go120ld", b"\0go120ld", b"go index v2\n"):
        assert blame(beginning + data).isprintable()

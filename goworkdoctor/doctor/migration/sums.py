"""go.sum files that vouch for different contents of one module version: a workspace asks all of them.

Go compares what it has with the lines of every member's go.sum, and of go.work.sum, and refuses at the first
that differs: "checksum mismatch" (cmd/go/internal/modfetch, haveModSumLocked).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.golang.sumfile import EMPTY_GO_MOD
from goworkdoctor.model.finding import Evidence
from goworkdoctor.model.migration import Obstacle
from goworkdoctor.system.files import read

HASH = b"h1:"
EMPTY = EMPTY_GO_MOD.encode()


class _Sum(Struct, frozen=True):
    """A line of a go.sum: what it is about, and the sum."""

    dir: str
    file: str
    number: int
    sum: str


def contradicting_sums(ground: Ground) -> Iterator[Obstacle]:
    """An obstacle for each module version, or go.mod of one, that two members have different sums of."""
    for what, sums in _disputed(ground).items():
        entering = tuple(dict.fromkeys(one.dir for one in sums if one.dir not in ground.used))
        if entering and len({one.sum for one in sums}) > 1:
            evidence = tuple(Evidence(f"{what} {one.sum}", one.file, one.number) for one in sums)
            files = " and ".join(dict.fromkeys(one.file for one in sums))
            message = f"{files} have different sums of {what}: in a workspace go holds to both, and fails"
            cure = "Find out which is right (`go mod verify`), and take the other line out."
            yield Obstacle("sums", message, entering, evidence, cure)


def _disputed(ground: Ground) -> dict[str, list[_Sum]]:
    """By module and version, the lines that disagree: the first of each file."""
    known: dict[bytes, bytes] = {}
    disputed: set[bytes] = set()
    files = list(_files(ground))
    for _, _, data in files:
        for line in {*data.split(b"\n")}:
            what, _, sum = line.rpartition(b" ")
            if sum.startswith(HASH) and sum != EMPTY and known.setdefault(what, sum) != sum:
                disputed.add(what)
    return {what.decode("utf-8", "replace"): list(_lines(files, what)) for what in sorted(disputed)}


def _files(ground: Ground) -> Iterator[tuple[str, str, bytes]]:
    """(module directory, go.sum, content) of all that are in the workspace or may come in."""
    dirs = [*(member.dir for member in ground.members), *(module.dir for module in ground.candidates)]
    for dir in dirs:
        file = f"{dir}/go.sum" if dir != "." else "go.sum"
        try:
            yield dir, file, read(ground.facts.root / file)
        except OSError:
            continue


def _lines(files: Iterable[tuple[str, str, bytes]], what: bytes) -> Iterator[_Sum]:
    for dir, file, data in files:
        for number, line in enumerate(data.split(b"\n"), start=1):
            if line.startswith(what + b" "):
                yield _Sum(dir, file, number, line.rpartition(b" ")[2].decode("utf-8", "replace"))
                break

"""What the go.sum of every module, and go.work.sum, vouch for."""

from __future__ import annotations

from goworkdoctor.golang.sumfile import Vouched, parse_sums
from goworkdoctor.model.facts import Facts
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.system.files import read


def gather(look: Look, facts: Facts) -> dict[str, Vouched]:
    """By file, relative to the root; one that is not there vouches for nothing and is left out."""
    dirs = {module.dir for module in facts.counted_modules}
    files = {"go.sum" if dir == "." else f"{dir}/go.sum" for dir in dirs}
    if facts.workspace:
        files.add(f"{facts.workspace.file}.sum")
        files |= {f"{use.dir}/go.sum" for use in facts.workspace.uses if use.exists and use.dir not in dirs}
    found = {file: _sums(look, file) for file in sorted(files)}
    return {file: sums for file, sums in found.items() if sums is not None}


def _sums(look: Look, file: str) -> Vouched | None:
    try:
        return parse_sums(read(look.root / file).decode("utf-8", "replace"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Skipped(f"{file} cannot be read: {error.strerror or error}") from error


SUMS = Gatherer("sums", gather, needs=frozenset({"modules", "workspaces"}), family="GM")

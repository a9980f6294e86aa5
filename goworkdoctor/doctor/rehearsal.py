"""What go would say of a go.work, tried on a copy of it and of the go.mod files that it uses."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from goworkdoctor.doctor.goedit import in_one_line
from goworkdoctor.golang.modfile import ModFileError, WorkFile, parse_work
from goworkdoctor.model.plan import Refused
from goworkdoctor.system import atomic
from goworkdoctor.system.go import run_go, safe_environment
from goworkdoctor.system.runner import RunError


def rehearse(go: Path, folder: Path, data: bytes) -> str:
    """Go's complaint about the workspace in `folder`, were `data` its go.work; "" where go accepts it.

    `go list -m` loads the workspace and its members and looks at nothing else; on a copy it may write
    what it likes. Raises Refused where it cannot be tried.
    """
    try:
        work = parse_work(data)
    except ModFileError as error:
        return str(error)
    with tempfile.TemporaryDirectory(prefix="goworkdoctor-") as name:
        top = Path(name).resolve()
        try:
            copy = _copy(work, folder, data, top)
            environment = safe_environment(os.environ, gowork=str(copy))
            done = run_go(go, ["list", "-m"], copy.parent, environment, timeout=60)
        except (OSError, RunError) as error:
            raise Refused(f"the edit cannot be tried on a copy: {error}") from error
    said = in_one_line(done.stderr, str(copy.parent), str(folder)) if done.code else ""
    return (
        f"{said[:150]}… (`go work vendor` must follow)" if said.startswith("inconsistent vendoring") else said
    )


def _copy(work: WorkFile, folder: Path, data: bytes, top: Path) -> Path:
    """go.work as deep below `top` as its uses climb, with each relatively used go.mod at its place.

    A vendor folder comes with its list of modules alone: that is what go compares with the go.mod files.
    """
    places = [os.path.normpath(use.path) for use in work.uses if not Path(use.path).is_absolute()]
    climb = max((Path(place).parts.count("..") for place in places), default=0)
    there = top.joinpath(*["up"] * climb, "work")
    there.mkdir(parents=True)
    (there / "go.work").write_bytes(data)
    if (folder / "vendor").is_dir():
        (there / "vendor").mkdir()
    for name in ("vendor/modules.txt", *(f"{place}/go.mod" for place in places)):
        if (text := _content(folder / name)) is not None:
            target = Path(os.path.normpath(there / name))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
    return there / "go.work"


def _content(path: Path) -> bytes | None:
    """A file's bytes, also behind a link; None where there are none to be read."""
    try:
        return atomic.content(Path(os.path.realpath(path)))
    except OSError:
        return None

"""What becomes of the vendor directory beside go.work once there is one, or one more module in it.

A workspace uses only a vendor directory that `go work vendor` made (its modules.txt begins with
`## workspace`) or that -mod=vendor insists on, and refuses it as soon as it does not agree with every
member's requirements (cmd/go/internal/modload: setDefaultBuildMod, checkVendorConsistency).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goworkdoctor.doctor.migration.conflicts import in_order
from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.golang.replacements import Member
from goworkdoctor.golang.vendored import Disagreement, VendorList, disagreements, parse_vendor_list
from goworkdoctor.model.finding import Evidence
from goworkdoctor.model.migration import Obstacle
from goworkdoctor.system.files import read

FIRST = 22
"""Go 1.22 was the first to vendor workspaces; older ones do not look there."""
SHOWN = 10
VENDOR_FLAG = re.compile(r"-mod[=\s]vendor\b")
VENDOR = "`go work vendor` makes it anew; "


def vendor_obstacles(ground: Ground) -> Iterator[Obstacle]:
    """An obstacle for each module that would make the vendor directory inconsistent, or one for all."""
    file, text = _modules_txt(ground)
    flags = ground.facts.environment.setting("GOFLAGS") if ground.facts.environment else None
    wanted = bool(flags and VENDOR_FLAG.search(flags.value))
    vendored = parse_vendor_list(text)
    if flags and wanted and not text:
        message = f"GOFLAGS is {flags.value!r} ({flags.source}), and there is no {file}: go refuses that"
        yield Obstacle("mod-flag", message, cure="Run `go env -u GOFLAGS` or `unset GOFLAGS`.")
    elif wanted or (vendored.workspace and _knows_workspaces(ground)):
        yield from _inconsistent(ground, file, vendored)
    elif text and not vendored.workspace and ground.workspace is None:
        message = (
            "the root's vendor directory is not used in a workspace: go takes modules from the module cache"
        )
        cure = "Run `go mod download` first; `go work vendor` makes one for the whole workspace."
        yield Obstacle("vendor", message, (), (Evidence("made by go mod vendor", file, 1),), cure, False)


def _modules_txt(ground: Ground) -> tuple[str, str]:
    """modules.txt beside go.work, or where that will be, and its text; "" where there is none."""
    dir = ground.workspace.dir if ground.workspace else "."
    file = f"{dir}/vendor/modules.txt" if dir != "." else "vendor/modules.txt"
    try:
        return file, read(ground.facts.root / file).decode("utf-8", "replace")
    except OSError:
        return file, ""


def _knows_workspaces(ground: Ground) -> bool:
    minor = ground.facts.toolchain.platform.minor if ground.facts.toolchain else 0
    return not 0 < minor < FIRST


def _inconsistent(ground: Ground, file: str, vendored: VendorList) -> Iterator[Obstacle]:
    """First the members, or the first that a new go.work would have; then each that may come in or go out."""
    base = ground.members or _beginning(ground)
    if wrong := _disagreements(ground, vendored, base):
        message = f"{file} does not fit {_whom(ground, base)}: {_said(wrong)}"
        cure = f"{VENDOR}until then, move vendor away."
        yield Obstacle("vendor", message, (), _evidence(wrong, base), cure, True, bool(ground.workspace))
        return
    inside = {member.dir for member in base}
    for module in ground.candidates:
        if module.mod and module.dir not in inside:
            joined = (*base, Member(module.dir, module.mod))
            yield from _changed(ground, vendored, file, module.dir, joined)
    for dir in ground.accidental:
        yield from _changed(ground, vendored, file, dir, tuple(one for one in base if one.dir != dir))


def _beginning(ground: Ground) -> tuple[Member, ...]:
    dirs = [module.dir for module in ground.candidates if module.mod and module not in ground.skipped]
    first = ground.by_dir.get(ground.first(dirs))
    return (Member(first.dir, first.mod),) if first and first.mod else ()


def _disagreements(
    ground: Ground, vendored: VendorList, members: Sequence[Member]
) -> tuple[Disagreement, ...]:
    base = ground.workspace.dir if ground.workspace else "."
    ordered = in_order(ground, members)
    return tuple(dict.fromkeys(disagreements(vendored, ordered, ground.work_replaces, base)))


def _changed(
    ground: Ground, vendored: VendorList, file: str, dir: str, members: Sequence[Member]
) -> Iterator[Obstacle]:
    if wrong := _disagreements(ground, vendored, members):
        message = f"{dir} makes {file} inconsistent: {_said(wrong)}"
        cure = f"{VENDOR}move vendor away for the step."
        yield Obstacle("vendor", message, (dir,), _evidence(wrong, members), cure)


def _whom(ground: Ground, base: Sequence[Member]) -> str:
    if ground.workspace:
        return "the workspace"
    first = base[0].dir if base else "no module"
    return f"a go.work with {'the root module' if first == '.' else first}"


def _said(wrong: tuple[Disagreement, ...]) -> str:
    more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    return f"{wrong[0].name} {wrong[0].says}{more}"


def _evidence(wrong: tuple[Disagreement, ...], members: Sequence[Member]) -> tuple[Evidence, ...]:
    """Each with the line that requires it, where one does."""
    places = {
        (line.path, line.version): (member.file, line.line)
        for member in members
        for line in member.mod.requires
    }
    return tuple(
        Evidence(f"{one.name}: {one.says}", *places.get(one.module, (None, None))) for one in wrong[:SHOWN]
    )

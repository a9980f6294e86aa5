"""What `go work sync` would rewrite: it is run in a scratch copy, with what the module cache holds.

It is no `deep` gatherer, as GM310 speaks without go too: without --deep it says that nobody was asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.model.facts import Change, Facts, Workspace, WorkSync
from goworkdoctor.scan.gatherer import Gatherer, Look
from goworkdoctor.scan.scratch import OUTSIDE, beside, climbs_out, scratch, unable

USED_OUTSIDE = "it uses {}, which is outside the checkout"


def gather(look: Look, facts: Facts) -> WorkSync:
    """The files that differ afterwards, in order; nothing is run but in this checkout's own workspace."""
    workspace = facts.workspace
    if not look.deep or workspace is None or workspace.work is None or climbs_out(".", workspace.file):
        return WorkSync()
    if why := unable(look, facts, "go work sync") or _leads_out(facts, workspace):
        return WorkSync(True, why)
    sums = f"{workspace.file}.sum"
    with scratch(look, facts, workspace.file, sums) as copy:
        files = {path for use in workspace.uses for path in beside(use.dir)}
        before = copy.content([*sorted(files), workspace.file, sums])
        why = copy.run("work", "sync", dir=workspace.dir, gowork=workspace.file)
        after = before if why else copy.content(before)
    changes = (Change(path, old, after[path]) for path, old in before.items())
    return WorkSync(True, why, tuple(change for change in changes if change.before != change.after))


def _leads_out(facts: Facts, workspace: Workspace) -> str:
    """Why the copy would not be whole, or, worse, would have go write where a `use` leads; "" if it is."""
    files = facts.tree.files if facts.tree else frozenset()
    for use in workspace.uses:
        if climbs_out(workspace.dir, use.written) or (use.exists and beside(use.dir)[0] not in files):
            return USED_OUTSIDE.format(use.written)
    return OUTSIDE if any(climbs_out(dir, path) for dir, path in _replaced(workspace)) else ""


def _replaced(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The folders that go.work and its modules replace something by, and where that is written."""
    for line in workspace.work.replaces if workspace.work else ():
        if line.local:
            yield workspace.dir, line.new_path
    for use in workspace.uses:
        for line in use.mod.replaces if use.mod else ():
            if line.local:
                yield use.dir, line.new_path


WORK_SYNC = Gatherer(
    "work_sync",
    gather,
    needs=frozenset({"tree", "modules", "workspaces", "toolchain", "environment"}),
    patient=True,
    family="GM",
)

"""go.work in git and go.work.sum not, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import outside
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """One observation for the repository's own go.work, where git keeps one file of the pair only."""
    workspace, tree = facts.workspace, facts.tree
    if workspace is None or tree is None or not tree.git or outside(workspace.file):
        return
    work, sums = workspace.file, f"{workspace.file}.sum"
    if work in tree.tracked and sums in tree.ignored:
        yield Observation(
            sums,
            f"{work} is in git, but git ignores {sums}: every checkout writes its own",
            work,
            cure=f"Commit {sums} (`git add -f {sums}`) and take it out of .gitignore.",
        )
    elif sums in tree.tracked and work not in tree.tracked:
        where = "git ignores" if work in tree.ignored else "nobody has added"
        yield Observation(
            sums,
            f"{sums} is in git, but {where} {work}: without it the sums say nothing to anybody",
            sums,
            cure=f"Commit {work} as well, or take {sums} out of git (`git rm --cached {sums}`).",
        )


RULE = Rule(
    code="GW110",
    title="go.work and go.work.sum are parted",
    severity=Severity.INFO,
    why=(
        "go.work.sum holds the checksums that the workspace needs beyond those in its modules' go.sum. go "
        "writes it by itself, also offline and with -mod=readonly, so that nobody notices when it is not in "
        "git: every machine then trusts what it downloads first. The two files belong together, both in git "
        "or, for a workspace of one's own, neither."
    ),
    example="$ git check-ignore go.work go.work.sum\ngo.work.sum",
    cure="Commit both files or neither.",
    needs=frozenset({"tree", "workspaces"}),
    check=check,
    sources=(
        ("Go Modules Reference: go.work.sum files", "https://go.dev/ref/mod#go-sum-files"),
        ("golang/go#53502", "https://github.com/golang/go/issues/53502"),
    ),
)

"""A staging module that the root uses, and the workspace does not."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.staged import left_out, staged
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity


def check(facts: Facts) -> Iterator[Observation]:
    """Every such module whose folder the root builds from; where it does not, GS502 speaks."""
    found = left_out(facts)
    for each, module in staged(facts):
        if by := found.get(each.dir):
            yield Observation(
                each.dir,
                f"the root module builds {module.path} from {each.dir}, which the workspace does not use",
                module.file,
                evidence=(Evidence(f"replace {module.path} => {by.written}", by.file, by.replace.line),),
                cure=f"Run `go work use ./{each.dir}`.",
            )


RULE = Rule(
    code="GS501",
    title="Staging module that the root uses is outside the workspace",
    severity=Severity.WARNING,
    why=(
        "The root module builds from the staging folder, through a replace line, but go.work does not use "
        "it. So `go test work` and `go build work` leave its packages and tests out, go commands inside the "
        "folder fail, editors do not know it, and the other members may build against another version of it."
    ),
    example=(
        "$ cd staging/src/example.com/api && go test ./...\n"
        "pattern ./...: main module (example.com/root) does not contain package "
        "example.com/root/staging/src/example.com/api"
    ),
    cure="Run `go work use DIR`.",
    needs=frozenset({"modules", "workspaces", "staging"}),
    check=check,
    treatments=("use-module",),
    sources=(
        ("Go Modules Reference: Workspaces", "https://go.dev/ref/mod#workspaces"),
        (
            "KEP-4402: Go workspaces",
            "https://github.com/kubernetes/enhancements/tree/master/keps/sig-architecture/4402-go-workspaces",
        ),
    ),
)

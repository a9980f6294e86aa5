"""An import that the repository's own import restrictions do not allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from goworkdoctor.checks.importboss import refused_imports
from goworkdoctor.checks.imports import Violation, importers
from goworkdoctor.checks.importverifier import outside_subtrees
from goworkdoctor.checks.layers import problem
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity
from goworkdoctor.model.publishing import Restrictions

SHOWN = 10


def check(facts: Facts) -> Iterator[Observation]:
    """One observation for each package, and a note for each file of rules that could not be judged by."""
    restrictions = facts.restrictions
    if restrictions is None or not (restrictions.files or restrictions.subtrees):
        return
    yield from _unread(restrictions)
    packages = importers(facts)
    found: defaultdict[str, list[Violation]] = defaultdict(list)
    for one in (*outside_subtrees(facts, packages), *refused_imports(facts, packages)):
        found[one.package.dir].append(one)
    for dir in sorted(found):
        yield _observation(dir, sorted(found[dir], key=lambda one: (one.file, one.line, one.rules, one.what)))


def _unread(restrictions: Restrictions) -> Iterator[Observation]:
    problems = [(file.file, problem(file)) for file in restrictions.files.values()]
    problems += [(given.file, given.error) for given in restrictions.subtrees]
    for file, why in problems:
        if why:
            message = f"{file} was not judged by: {why}"
            yield Observation(file, message, file, cure="Check it with import-boss.", severity=Severity.INFO)


def _observation(dir: str, found: list[Violation]) -> Observation:
    first = found[0]
    others = len({one.what for one in found}) - 1
    more = f", and {others} more like it" if others else ""
    lines = dict.fromkeys((one.file, one.line, one.what) for one in found)
    imports = tuple(Evidence(f'import "{what}"', file, line) for file, line, what in list(lines)[:SHOWN])
    rules = dict.fromkeys(Evidence(one.why, one.rules, one.rules_line) for one in found)
    return Observation(
        dir,
        f"{dir} imports {first.what}: {first.why}{more}",
        first.file,
        first.line,
        (*imports, *list(rules)[:SHOWN]),
    )


RULE = Rule(
    code="GS507",
    title="Import that the repository's restrictions forbid",
    severity=Severity.WARNING,
    why=(
        "A published module must not import what is not published, and some packages are for few only. "
        "Kubernetes writes that into `.import-restrictions` files (import-boss) and into "
        "staging/publishing/import-restrictions.yaml (importverifier), which it checks in CI; go itself "
        "knows nothing of them. Judged are files that git knows, by the imports that are built on this "
        "platform, tests included; transitive rules as far as the way leads through packages of the "
        "repository, and not what lies in vendor."
    ),
    example=(
        "$ hack/verify-import-boss.sh\n"
        'ERROR: "example.com/root/pkg/a" -> "example.com/root/cmd/b" is forbidden by '
        "/repo/pkg/.import-restrictions"
    ),
    cure="Import something else, move the code, or have the rule changed by its owners.",
    needs=frozenset({"modules", "workspaces", "packages", "restrictions"}),
    check=check,
    sources=(
        ("import-boss", "https://github.com/kubernetes/kubernetes/blob/master/cmd/import-boss/README.md"),
        (
            "importverifier",
            "https://github.com/kubernetes/kubernetes/blob/master/cmd/importverifier/importverifier.go",
        ),
    ),
)

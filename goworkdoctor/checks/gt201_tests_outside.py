"""Test functions that `go test ./...` at the root never runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goworkdoctor.checks.place import under, workspace_speaks
from goworkdoctor.checks.words import count, quoted, shell
from goworkdoctor.golang.versions import compare_go, toolchain_version
from goworkdoctor.model.facts import Facts, IgnoredBecause, Module, ModuleKind, Tests
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity
from goworkdoctor.model.reach import reach, tests_by_module

WORK_PATTERN = "1.25"
"""The first Go that knows the package pattern `work` (golang/go#71294)."""
IGNORED = {
    IgnoredBecause.VENDOR: "**/vendor/**",
    IgnoredBecause.TESTDATA: "**/testdata/**",
    IgnoredBecause.UNDERSCORE: "**/_*/**",
    IgnoredBecause.DOT: "**/.*/**",
    IgnoredBecause.GITIGNORED: "",
}
"""What git must leave out of a listing; what it ignores is in none."""


def check(facts: Facts) -> Iterator[Observation]:
    """One observation for the repository; modules without tests are not in it."""
    if not workspace_speaks(facts):
        return
    counts = tests_by_module(facts)
    tested = [module for module in facts.counted_modules if counts[module.dir].total]
    entered = reach(facts).root
    missed = [module for module in tested if module.dir not in entered]
    if not missed:
        return
    missed.sort(key=lambda module: (-counts[module.dir].total, module.dir))
    total = sum(counts[module.dir].total for module in tested)
    lost = sum(counts[module.dir].total for module in missed)
    theirs = all(module.kind is ModuleKind.SUBMODULE for module in missed)
    yield Observation(
        "go test ./...",
        f"{lost:,} of {count(total, 'test function')} are outside `go test ./...`",
        evidence=tuple(Evidence(_words(counts[module.dir], module), module.file) for module in missed),
        cure=_cure(facts, tested),
        severity=Severity.INFO if theirs else None,
    )


def _words(tests: Tests, module: Module) -> str:
    specs = f" (and {count(tests.specs, 'Ginkgo spec')})" if tests.specs else ""
    submodule = ", in a git submodule" if module.kind is ModuleKind.SUBMODULE else ""
    return f"{count(tests.total, 'test function')}{specs} in {module.name}{submodule}"


def _cure(facts: Facts, tested: Sequence[Module]) -> str:
    """The command that runs them all with this Go: the workspace's, and a loop over what it leaves out."""
    if facts.workspace is None:
        ways = (_loop([module.dir for module in tested]), _listing(facts, tested))
        return f"Run {min(filter(None, ways), key=len)}"
    used = facts.workspace.used_dirs
    rest = [module.dir for module in tested if module.dir not in used]
    inside = f"Run {_in_workspace(facts)}"
    return f"{inside}; for the modules outside it, {_outside(facts, rest)}" if rest else inside


def _in_workspace(facts: Facts) -> str:
    """What enters every used module; the version is unknown where go was not found."""
    version = toolchain_version(facts.toolchain.version) if facts.toolchain else ""
    if version and compare_go(version, WORK_PATTERN) >= 0:
        return "`go test work`"
    older = """`go list -m -f '"{{.Dir}}/..."' | xargs go test`"""
    return older if version else f"`go test work` (Go 1.25 or later; before, {older})"


def _outside(facts: Facts, dirs: Sequence[str]) -> str:
    """Loops over modules that the workspace does not use: with their own go.work, or with none."""
    strays = facts.workspaces.stray if facts.workspaces else ()
    homed = [dir for dir in dirs if any(stray.dir != "." and under(dir, stray.dir) for stray in strays)]
    alone = [dir for dir in dirs if dir not in homed]
    loops = [_loop(alone, "GOWORK=off ")] if alone else []
    return " and ".join(loops + ([_loop(homed)] if homed else []))


def _listing(facts: Facts, tested: Sequence[Module]) -> str:
    """A loop over every go.mod that git tracks, however many they are; "" where that is not what is meant.

    It enters modules without tests too, where go finds nothing to do, but none without any package:
    there `go test ./...` fails.
    """
    tracked = all(module.tracked and module.kind is not ModuleKind.SUBMODULE for module in tested)
    if facts.tree is None or not facts.tree.git or not tracked:
        return ""
    listed = {package.module for package in facts.packages or () if package.listed}
    empty = [module.file for module in facts.counted_modules if module.dir not in listed]
    ignored = {IGNORED[module.ignored_because] for module in facts.modules or () if module.ignored_because}
    if any(set(file) & set(r"*?[\\") for file in empty):
        return ""
    leave_out = [f":!{pattern}" for pattern in (*sorted(ignored - {""}), *empty)]
    return (
        f"`git --glob-pathspecs ls-files -z {' '.join(map(quoted, ('**/go.mod', *leave_out)))} | "
        """xargs -0 -n1 sh -c 'cd "./${0%go.mod}" && go test ./...'`"""
    )


def _loop(dirs: Sequence[str], prefix: str = "") -> str:
    if len(dirs) == 1:
        return f"`(cd {shell(dirs)} && {prefix}go test ./...)`"
    # In a subshell: pasted into a terminal, `exit` must not close it.
    return f'`(for m in {shell(dirs)}; do (cd "$m" && {prefix}go test ./...) || exit 1; done)`'


RULE = Rule(
    code="GT201",
    title="Test functions outside `go test ./...`",
    severity=Severity.WARNING,
    why=(
        "`./...` stops at every folder with a go.mod of its own, in a workspace too, and go says nothing "
        "about what it left out: neither a `require` nor a `use` line changes that. A CI step that runs only "
        "`go test ./...` at the root never runs the tests of nested modules; one that loops over all modules "
        "does. Counted are the functions that `go test -list .` prints on this platform, without extra tags."
    ),
    example="$ go test ./...\nok  \texample.com/root\t0.004s        # nothing about example.com/root/nested",
    cure="Run `go test work` (Go 1.25 or later, in a workspace), or `go test ./...` in each module.",
    needs=frozenset({"tree", "modules", "workspaces", "packages", "toolchain"}),
    check=check,
    sources=(
        ("golang/go#27957", "https://github.com/golang/go/issues/27957"),
        ("golang/go#71294: the pattern work", "https://github.com/golang/go/issues/71294"),
    ),
)

"""GM305: a sibling is required at a version that was never released."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.facts import Facts, Module, ModuleKind, Tags
from goworkdoctor.model.finding import Confidence
from goworkdoctor.model.report import ProbeStatus
from tests.builders import facts, module, used, workspace
from tests.checks.examined import ERROR, WARNING, mod, refusal, said, severities, told, work
from tests.oracle import Go, commit, write
from tests.repositories import git

LIB = "example.com/root/lib"


def shape(
    version: str, *tags: str, replaced: bool = False, lib: Module | None = None, **more: object
) -> Facts:
    """`app` requires `lib` at a version, in a repository with these tags."""
    target = lib or module("lib", LIB)
    replaces = [(target.path, f"../{target.dir}")] if replaced else []
    app = module("app", requires=[(target.path, version)], replaces=replaces)
    return facts(app, target, tags=Tags(frozenset(tags)), **more)


def test_a_placeholder_is_an_error_at_its_line() -> None:
    (seen,) = said("GM305", shape("v0.0.0", "v1.0.0"))
    assert (seen.path, seen.line, seen.confidence) == ("app/go.mod", 5, Confidence.CERTAIN)
    assert severities("GM305", shape("v0.0.0", "v1.0.0")) == [ERROR]
    assert said("GM305", shape("v0.0.0-00010101000000-000000000000", "v1.0.0"))


def test_the_workspace_hides_it() -> None:
    app, lib = shape("v0.0.0", "v1.0.0").counted_modules
    hidden = shape("v0.0.0", "v1.0.0", workspaces=workspace(used(app), used(lib)))
    assert severities("GM305", hidden) == [WARNING]


def test_a_version_without_its_tag_is_likely_missing() -> None:
    (seen,) = said("GM305", shape("v1.3.0", "lib/v1.2.0", "v1.3.0"))
    assert (seen.severity, seen.confidence) == (WARNING, Confidence.LIKELY)
    assert "the last one tagged here is v1.2.0" in seen.message


@pytest.mark.parametrize(
    "healthy",
    [
        shape("v1.2.0", "lib/v1.2.0"),
        shape("v0.0.0", "v1.0.0", replaced=True),
        shape("v0.0.0-20260102030405-0123456789ab", "v1.0.0"),
        shape("v2.1.0", "lib/v2.1.0", lib=module("lib/v2", f"{LIB}/v2")),
        shape("v1.3.0", "v1.0.0"),
        shape(
            "v0.31.0", "v1.31.0", lib=module("staging/src/k8s.io/api", "k8s.io/api", kind=ModuleKind.STAGING)
        ),
    ],
    ids=["released", "replaced", "a commit", "major folder", "never tagged here", "published elsewhere"],
)
def test_no_word_where_the_version_is_there_or_cannot_be_told(healthy: Facts) -> None:
    assert not said("GM305", healthy)


def test_requirements_of_staging_modules_are_their_bots(tmp_path: Path) -> None:
    api, client = (module(f"staging/src/k8s.io/{name}", f"k8s.io/{name}") for name in ("api", "client"))
    needs = module(
        "staging/src/k8s.io/x", "k8s.io/x", requires=[("k8s.io/api", "v0.0.0")], kind=ModuleKind.STAGING
    )
    assert not said("GM305", facts(api, client, needs, tags=Tags(frozenset({"v1.0.0"}))))


def repo(root: Path, version: str) -> Path:
    write(root, {"app/go.mod": mod("ex.com/r/app", f"require ex.com/r/lib {version}")})
    write(root, {"app/a.go": 'package app\n\nimport _ "ex.com/r/lib"\n', "lib/go.mod": mod("ex.com/r/lib")})
    write(root, {"lib/l.go": "package lib\n", "go.work": work("./app", "./lib")})
    return commit(root)


def test_go_cannot_fetch_it_outside_the_workspace(any_go: Go, tmp_path: Path) -> None:
    root = repo(tmp_path, "v0.0.0")
    git(root, "tag", "lib/v1.0.0")
    (found,) = told("GM305", root)
    assert found.severity is WARNING
    assert not refusal(any_go, root, "build", "./app")
    assert refusal(any_go, root / "app", "build", ".", GOWORK="off")


def test_without_tags_nothing_is_known(tmp_path: Path) -> None:
    report = examine(repo(tmp_path, "v0.0.0"), Settings(select=("GM305",)))
    probe = report.probe("GM305")
    assert not report.findings
    assert probe
    assert probe.status is ProbeStatus.SKIPPED
    assert "no tags" in probe.why

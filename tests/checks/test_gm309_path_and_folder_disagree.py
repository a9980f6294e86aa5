"""GM309: module paths that do not fit their folder or major version."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.model.facts import Facts
from tests.builders import facts, module
from tests.checks.examined import INFO, WARNING, mod, refusal, said, severities
from tests.oracle import Go, write

ROOT = module(path="ex.com/r")
SIBLING = "ex.com/r/gen"


@pytest.mark.parametrize(
    ("dir", "path"),
    [("client/v2", "ex.com/r/client"), ("client/v3", "ex.com/r/client/v2"), ("v2", "ex.com/r/other")],
)
def test_a_major_versions_folder_must_be_in_the_path(dir: str, path: str) -> None:
    (seen,) = said("GM309", facts(module(dir, path)))
    assert (seen.subject, seen.line) == (dir, 1)
    assert severities("GM309", facts(module(dir, path))) == [WARNING]


def test_v1_in_a_path_keeps_everybody_from_requiring_it(any_go: Go, tmp_path: Path) -> None:
    assert severities("GM309", facts(module("api/v1", "ex.com/r/api/v1"))) == [INFO]
    require = ("require ex.com/r/api/v1 v1.0.0", "replace ex.com/r/api/v1 => ../api")
    write(tmp_path, {"a/go.mod": mod("ex.com/r/a", *require), "api/go.mod": mod("ex.com/r/api/v1")})
    assert 'malformed module path "ex.com/r/api/v1"' in refusal(any_go, tmp_path / "a")


@pytest.mark.parametrize(("replaced", "found"), [(False, 1), (True, 0)])
def test_a_required_sibling_must_lie_where_its_path_says(replaced: bool, found: int) -> None:
    replaces = [(SIBLING, "../tools/gen")] if replaced else []
    user = module("app", "ex.com/r/app", requires=[(SIBLING, "v1.0.0")], replaces=replaces)
    seen = said("GM309", facts(ROOT, user, module("tools/gen", SIBLING)))
    assert len(seen) == found
    assert all("go would look for in gen: it is in tools/gen" in one.message for one in seen)


def test_a_version_without_its_suffix_is_another_module() -> None:
    user = module("app", requires=[("ex.com/r/lib", "v2.1.0+incompatible")])
    (seen,) = said("GM309", facts(user, module("lib", "ex.com/r/lib/v2")))
    assert "is not ex.com/r/lib/v2" in seen.message


def test_a_new_major_version_that_nobody_uses_is_a_note() -> None:
    old, new = module("lib", "ex.com/r/lib"), module("lib/v2", "ex.com/r/lib/v2")
    user = module("app", requires=[("ex.com/r/lib", "v1.0.0")])
    assert severities("GM309", facts(old, new, user)) == [INFO]
    both = module("app", requires=[("ex.com/r/lib", "v1.0.0"), ("ex.com/r/lib/v2", "v2.0.0")])
    assert not said("GM309", facts(old, new, both))
    assert not said("GM309", facts(old, new))


@pytest.mark.parametrize(
    "healthy",
    [
        facts(
            module("v3/casbin", "github.com/gofiber/contrib/casbin/v2"), module("v3/jwt", "x.com/c/v3/jwt")
        ),
        facts(ROOT, module("client", "ex.com/r/client/v3"), module("client/v2", "ex.com/r/client/v2")),
        facts(module(path="ex.com/r/v3"), module("api", "ex.com/r/api/v3")),
        facts(ROOT, module("tools/mod", "ex.com/r/tools/v3")),
        facts(ROOT, module("staging/src/k8s.io/api", "k8s.io/api")),
        facts(module("yaml", "gopkg.in/yaml.v3")),
    ],
    ids=["gofiber", "majors", "etcd", "etcd tools", "kubernetes", "gopkg.in"],
)
def test_healthy_repositories_do_it_so(healthy: Facts) -> None:
    assert not said("GM309", healthy)

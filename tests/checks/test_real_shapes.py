"""Healthy repositories as they really are: what must not be reported, by any rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.model.facts import (
    Environment,
    Facts,
    IgnoredBecause,
    ModuleKind,
    StrayWorkspace,
    Toolchain,
    Workspaces,
)
from tests.builders import facts, module, package, used, workspace
from tests.checks.examined import INFO, tree

GO = {"toolchain": Toolchain("/usr/bin/go", "go1.27.3"), "environment": Environment(), "tree": tree("x.go")}


def kubernetes() -> Facts:
    """Staging modules that replace each other without requiring it, and tools with a go.work of their own."""
    api, client = "k8s.io/api", "k8s.io/client-go"
    root = module(requires=[(api, "v0.0.0"), (client, "v0.0.0")])
    staged = [
        module("staging/src/k8s.io/api", api, kind=ModuleKind.STAGING, replaces=[(client, "../client-go")]),
        module("staging/src/k8s.io/client-go", client, kind=ModuleKind.STAGING, replaces=[(api, "../api")]),
    ]
    tools = module("hack/tools", replaces=[("k8s.io/unused", "../../staging/src/k8s.io/api")])
    vendored = module(
        "vendor/x.io/y", ignored_because=IgnoredBecause.VENDOR, replaces=[("x.io/z", "../gone")]
    )
    strays = (StrayWorkspace("hack/tools/go.work", "hack/tools", frozenset({"hack/tools"})),)
    packages = tuple(package(one.dir) for one in (root, *staged, tools))
    spaces = replace(workspace(used(root), *map(used, staged)), stray=strays)
    return facts(root, *staged, tools, vendored, workspaces=spaces, packages=packages, **GO)


def kustomize() -> Facts:
    """No module at the root, all of them in the workspace."""
    modules = [module("api"), module("cmd/config"), module("kyaml")]
    return facts(*modules, workspaces=workspace(*map(used, modules)), **GO)


def karmada() -> Facts:
    """A vendored go.work full of dead lines."""
    strays = (StrayWorkspace("vendor/sigs.k8s.io/x/go.work", "vendor/sigs.k8s.io/x", frozenset({"gone"})),)
    return facts(module(), workspaces=Workspaces(stray=strays), **GO)


def pyroscope() -> Facts:
    """Examples under one path, with workspaces of their own, beside a real module."""
    examples = [module(f"examples/{name}", "rideshare") for name in ("pull", "push", "tracing")]
    strays = (StrayWorkspace("examples/other/go.work", "examples/other"),)
    return facts(module(), module("api"), *examples, workspaces=Workspaces(stray=strays), **GO)


def contrib() -> Facts:
    """gofiber/contrib: no root module, no workspace, a path that does not follow its folder."""
    return facts(module("v3/casbin", "github.com/gofiber/contrib/casbin/v2"), module("v3/jwt"), **GO)


def dapr() -> Facts:
    """Modules in dot-directories and testdata, one path twice among them."""
    dotted = module(".build-tools", "build-tools")
    data = module("x/testdata/y", "example.com/root", ignored_because=IgnoredBecause.TESTDATA)
    return facts(module(), dotted, data, packages=(package(".build-tools"),), **GO)


@pytest.mark.parametrize(
    "repository", [kubernetes, kustomize, karmada, pyroscope, contrib, dapr], ids=lambda f: f.__name__
)
def test_nothing_worse_than_a_note(repository: Callable[[], Facts]) -> None:
    shape = repository()
    alarms = [
        (rule.code, seen.message)
        for rule in RULES
        for seen in rule.check(shape)
        if (seen.severity or rule.severity) is not INFO
    ]
    assert not alarms


def test_karmada_and_dapr_get_not_even_a_note() -> None:
    assert not [seen for rule in RULES for shape in (karmada(), dapr()) for seen in rule.check(shape)]

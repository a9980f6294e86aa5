"""Verifying packages: which go is run where, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.actions.verify_packages import draft, offers
from goworkdoctor.model.facts import Environment, Facts, Module, ModuleKind, Setting, Toolchain
from goworkdoctor.model.plan import Refused, RunCommand

FACTS = Facts(
    Path("/w"),
    toolchain=Toolchain("/go/bin/go"),
    environment=Environment(
        (Setting("GOCACHE", "/c", "default"), Setting("GODEBUG", "goindex=0", "environment"))
    ),
    modules=(Module("b/c"), Module("."), Module("b"), Module("vendor/x", ModuleKind.IGNORED)),
)


def commands(choice: str | None, facts: Facts = FACTS) -> dict[str, tuple[str, ...]]:
    """The folders that go runs in, each with the patterns that it gets."""
    steps = [step for step in draft(facts, (), choice).steps if isinstance(step, RunCommand)]
    assert all(step.argv[:4] == ("/go/bin/go", "build", "-o", "/dev/null") for step in steps)
    return {step.cwd.as_posix(): step.argv[4:] for step in steps}


def test_go_runs_in_the_module_that_a_pattern_begins_in() -> None:
    assert commands("./... ./b/... ./b/c ./b/cd/x ./b/c/d/... std example.com/...") == {
        "/w": ("./...", "std", "example.com/..."),
        "/w/b": ("./...", "./cd/x"),
        "/w/b/c": ("./.", "./d/..."),
    }


def test_the_users_own_debug_settings_are_kept() -> None:
    (step,) = draft(FACTS, (), "std").steps
    assert isinstance(step, RunCommand)
    assert step.env == (("GODEBUG", "goindex=0,gocacheverify=1"), ("GOCACHE", "/c"))


def test_the_packages_of_each_module_that_counts_are_offered_the_roots_first() -> None:
    assert [choice.id for choice in offers(FACTS)] == ["./...", "./b/...", "./b/c/..."]


@pytest.mark.parametrize("choice", ["-toolexec=/bin/evil", "./a -o=x", "", "'./a", None])
def test_what_names_no_package_is_refused(choice: str | None) -> None:
    with pytest.raises(Refused):
        commands(choice)


@pytest.mark.parametrize(("name", "value"), [("GOCACHE", "off"), ("GOCACHEPROG", "/bin/remote")])
def test_where_there_is_no_cache_on_disk_nothing_is_verified(name: str, value: str) -> None:
    environment = Environment((Setting(name, value, "environment"),))
    with pytest.raises(Refused, match=name):
        commands("./...", replace(FACTS, environment=environment))


def test_without_go_nothing_is_verified() -> None:
    with pytest.raises(Refused, match="no go was found"):
        commands("./...", replace(FACTS, toolchain=Toolchain()))

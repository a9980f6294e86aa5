"""Rules asked alone: of facts as a test builds them, or of a checkout on disk as the doctor examines it."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.checks.catalogue import rule
from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.facts import Facts, Tree
from goworkdoctor.model.finding import Finding, Observation, Severity
from goworkdoctor.model.report import ProbeStatus
from tests.oracle import Go

ERROR, WARNING, INFO = Severity


def said(code: str, facts: Facts) -> list[Observation]:
    """What the rule says of these facts."""
    asked = rule(code)
    assert asked
    return list(asked.check(facts))


def severities(code: str, facts: Facts) -> list[Severity]:
    """How bad the rule finds each thing it says."""
    asked = rule(code)
    assert asked
    return [one.severity or asked.severity for one in asked.check(facts)]


def told(code: str, root: Path) -> tuple[Finding, ...]:
    """What the doctor finds by that rule in a checkout; the rule must have been asked and not failed."""
    report = examine(root, Settings(select=(code,)))
    probe = report.probe(code)
    assert probe, f"{code} was not asked"
    assert probe.status is ProbeStatus.OK, probe.why
    return report.findings


def refusal(go: Go, root: Path, *arguments: str, **env: str) -> str:
    """What go says when it fails; "" where it does not."""
    done = go.run(*(arguments or ("list", "-m", "all")), cwd=root, **env)
    return done.stderr if done.returncode else ""


def mod(path: str, *lines: str, go: str = "1.21") -> str:
    """A go.mod."""
    return f"module {path}\n\ngo {go}\n\n" + "".join(f"{line}\n" for line in lines)


def work(*dirs: str, go: str = "1.21", more: str = "") -> str:
    """A go.work with these use lines."""
    return f"go {go}\n\n" + "".join(f"use {dir}\n" for dir in dirs) + more


def tree(*files: str, gitlinks: tuple[str, ...] = ()) -> Tree:
    """A checkout with these files, and git submodules at these paths."""
    return Tree(Path("/repo"), git=True, tracked=frozenset(files), gitlinks=dict.fromkeys(gitlinks, "0" * 40))

"""GW104: go.work's go line against those of its members."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import facts, module, used, workspace
from tests.checks.examined import mod, refusal, said, told
from tests.oracle import Go, write


def test_one_finding_names_every_member_that_asks_for_more() -> None:
    a, b, c = module("a", go="1.24.0"), module("b", go="1.23"), module("c", go="1.21")
    (seen,) = said("GW104", facts(a, b, c, workspaces=workspace(used(a), used(b), used(c), go="1.21")))
    assert (seen.subject, seen.path, seen.line) == ("go.work", "go.work", 1)
    assert [(one.path, one.text) for one in seen.evidence] == [
        ("a/go.mod", "go 1.24.0"),
        ("b/go.mod", "go 1.23"),
    ]
    assert "-go=1.24.0" in seen.cure


@pytest.mark.parametrize(
    ("work_go", "member_go"),
    [
        ("1.21", "1.22"),
        ("1.21", "1.21rc2"),
        ("1.21", "1.21.0"),
        ("1.21.0", "1.21"),
        ("1.18", "1.20"),
        ("1.20", "1.21"),
        ("", "1.21"),
        ("", "1.18"),
        ("", ""),
        ("1.18", ""),
        ("1.22", "1.21.9"),
        ("1.22.1", "1.22"),
    ],
)
def test_go_agrees_on_every_pair_of_lines(any_go: Go, tmp_path: Path, work_go: str, member_go: str) -> None:
    """Go older than a file's line fails for that reason: such pairs are told apart by the cure."""
    line = f"go {work_go}\n" if work_go else ""
    member = mod("ex.com/a").replace("go 1.21\n", f"go {member_go}\n" if member_go else "")
    write(tmp_path, {"a/go.mod": member, "go.work": f"{line}use ./a\n"})
    says = refusal(any_go, tmp_path)
    if "running go" in says:
        pytest.skip("this go is too old for the files")
    findings = told("GW104", tmp_path)
    assert bool(findings) == ("listed in go.work file requires go" in says), says
    for seen in findings:
        any_go.lines(*seen.cure.removeprefix("Run `go ").removesuffix("`.").split(), cwd=tmp_path)
        assert not told("GW104", tmp_path)
        assert "listed in go.work file requires go" not in refusal(any_go, tmp_path)

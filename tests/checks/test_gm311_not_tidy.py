"""GM311: modules that `go mod tidy` would change, and the plan that tidies them."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.actions.tidy_plan import TIDY_PLAN
from goworkdoctor.config import Settings
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.examine import examine
from goworkdoctor.doctor.preview import preview
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.finding import Severity
from goworkdoctor.model.report import ProbeStatus, Report
from tests.checks.examined import mod
from tests.goproxy import Proxy
from tests.oracle import Go, write
from tests.treating import snapshot

NET = "ex.com/net"
USES_NET = f'package x\n\nimport _ "{NET}"\n'
ASKED = Settings(select=("GM311",))
LOW, APP = "ex.com/r/low", "ex.com/r/app"
NEEDS_LOW = (f"require {LOW} v0.0.0", f"replace {LOW} => ../low")


@pytest.fixture
def proxy(go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proxy:
    """A user whose module cache holds `net`, and whose go is the newest."""
    found = Proxy(tmp_path / "proxy").add(NET, "v1.0.0", {"go.mod": mod(NET), "n.go": "package net\n"})
    go.lines("mod", "download", f"{NET}@v1.0.0", cwd=tmp_path, **found.env)
    monkeypatch.setenv("GOMODCACHE", found.env["GOMODCACHE"])
    monkeypatch.setenv("PATH", str(go.path.parent), prepend=":")
    return found


def repo(root: Path, low: tuple[str, ...] = (), **files: str) -> Path:
    """`app` imports `low`, which imports `net`."""
    write(root, {"app/go.mod": mod(APP, *NEEDS_LOW), "app/a.go": f'package x\n\nimport _ "{LOW}"\n'})
    return write(
        root, {"low/go.mod": mod(LOW, *low), "low/l.go": USES_NET, "app/vendor/x/x.go": "x", **files}
    )


def untidy(go: Go, root: Path, dir: str, proxy: Proxy) -> bool:
    """Go's own answer."""
    return go.run("mod", "tidy", "-diff", cwd=root / dir, GOWORK="off", **proxy.env).returncode != 0


def subjects(report: Report) -> list[str]:
    return [finding.subject for finding in report.findings]


def test_go_agrees_which_modules_are_untidy(go: Go, proxy: Proxy, tmp_path: Path) -> None:
    root = repo(tmp_path / "repo", (f"require {NET} v1.0.0",), **{"other/go.mod": mod("ex.com/r/other")})
    before, cache = snapshot(root), snapshot(tmp_path / "modcache")
    report = examine(root, ASKED)
    assert subjects(report) == [dir for dir in ("app", "low", "other") if untidy(go, root, dir, proxy)]
    assert subjects(report) == ["app", "low"]
    assert "app/go.mod (+1 −0) and app/go.sum (+2 −0)" in report.findings[0].message
    assert {finding.severity for finding in report.findings} == {Severity.WARNING}
    assert (snapshot(root), snapshot(tmp_path / "modcache")) == (before, cache)


def test_the_plan_tidies_dependencies_first_and_can_be_undone(go: Go, proxy: Proxy, tmp_path: Path) -> None:
    root = repo(tmp_path / "repo", (f"require {NET} v1.0.0",))
    before = snapshot(root)
    report = examine(root, ASKED)
    plan = preview(report.facts, TIDY_PLAN, report.findings)
    assert [step.path.relative_to(root).as_posix() for step in plan.steps if hasattr(step, "path")] == [
        "low/go.sum",
        "app/go.mod",
        "app/go.sum",
    ]
    receipt = apply(plan)
    assert not untidy(go, root, "low", proxy)
    assert not untidy(go, root, "app", proxy)
    assert not examine(root, ASKED).findings
    undo(receipt.id, root)
    assert snapshot(root) == before


def test_what_follows_from_another_module_is_in_the_plan(go: Go, proxy: Proxy, tmp_path: Path) -> None:
    """`app` is tidy as long as `low` is not: it gets what `low` gets."""
    root = repo(tmp_path / "repo", **{"low/l.go": "package low\n"})
    go.lines("mod", "tidy", cwd=root / "app", GOWORK="off", **proxy.env)
    write(root, {"low/l.go": USES_NET, "app/a_test.go": "package x\n"})
    report = examine(root, ASKED)
    apply(preview(report.facts, TIDY_PLAN, report.findings))
    assert f"require {NET} v1.0.0" in (root / "low/go.mod").read_text()
    assert not untidy(go, root, "app", proxy)


def test_what_cannot_be_fetched_is_unknown_and_no_finding(proxy: Proxy, tmp_path: Path) -> None:
    files = {
        "x/go.mod": mod("ex.com/r/x", "require ex.com/gone v1.0.0"),
        "x/x.go": 'package x\n\nimport _ "ex.com/gone"\n',
    }
    report = examine(
        write(tmp_path / "repo", {**files, "y/go.mod": mod("ex.com/r/y", f"require {NET} v1.0.0")}), ASKED
    )
    probe = report.probe("GM311")
    assert probe
    assert subjects(report) == ["y"]
    assert probe.status is ProbeStatus.SKIPPED
    assert "1 module is tidy is unknown (x)" in probe.why
    assert str(tmp_path) not in probe.why


def test_it_is_looked_for_only_when_asked(proxy: Proxy, tmp_path: Path) -> None:
    root = repo(tmp_path / "repo")
    assert "GM311" not in {finding.code for finding in examine(root, Settings()).findings}
    assert "GM311" in {finding.code for finding in examine(root, Settings(deep=True)).findings}
    probe = examine(root, Settings(select=("GM311",), execute=False)).probe("tidiness")
    assert probe
    assert probe.status is ProbeStatus.SKIPPED


def test_a_replacement_that_leads_out_of_the_checkout_is_unknown(proxy: Proxy, tmp_path: Path) -> None:
    out = {"a/go.mod": mod("ex.com/r/a", "require ex.com/o v0.0.0", "replace ex.com/o => ../../outside")}
    report = examine(write(tmp_path / "repo", out), ASKED)
    probe = report.probe("GM311")
    assert not report.findings
    assert probe
    assert "a folder outside the checkout" in probe.why

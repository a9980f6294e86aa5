"""What `go work sync` rewrites: the copy's answer beside what go then does in the tree."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from goworkdoctor.model.facts import WorkSync
from goworkdoctor.model.finding import Confidence, Finding
from goworkdoctor.model.report import ProbeStatus, Report
from tests.checks.examined import mod, work
from tests.goproxy import Proxy
from tests.oracle import Go, commit, write
from tests.treating import snapshot

NET, LOG = "ex.com/net", "ex.com/log"
USES_NET = f'package x\n\nimport _ "{NET}"\n'
LOW, HIGH = (f"require {NET} {version}" for version in ("v0.9.0", "v0.10.0"))
DEEP = Settings(select=("GM310",), deep=True)
Tree = dict[str, str]

RAISED: Tree = {
    "go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n",
    "a/go.mod": mod("ex.com/r/a", LOW),
    "a/a.go": USES_NET,
    "b/go.mod": mod("ex.com/r/b", HIGH),
    "b/b.go": USES_NET,
}
THROUGH_ANOTHER: Tree = RAISED | {
    "b/go.mod": mod("ex.com/r/b", f"require {LOG} v1.0.0"),
    "b/b.go": f'package x\n\nimport _ "{LOG}"\n',
}
"""No two go.mod files differ, but `log` requires a newer `net` than `a` does."""
NOT_IMPORTED: Tree = RAISED | {"a/a.go": "package x\n"}


@pytest.fixture
def proxy(go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proxy:
    """A user whose module cache holds all of it, and whose go is the newest."""
    found = Proxy(tmp_path / "proxy")
    for version in ("v0.9.0", "v0.10.0"):
        found.add(NET, version, {"go.mod": mod(NET), "n.go": "package net\n"})
    found.add(LOG, "v1.0.0", {"go.mod": mod(LOG, HIGH), "l.go": USES_NET.replace("package x", "package log")})
    for one in (f"{NET}@v0.9.0", f"{NET}@v0.10.0", f"{LOG}@v1.0.0"):
        go.lines("mod", "download", one, cwd=tmp_path, **found.env)
    monkeypatch.setenv("GOMODCACHE", found.env["GOMODCACHE"])
    monkeypatch.setenv("PATH", str(go.path.parent), prepend=":")
    return found


def asked(tmp_path: Path, files: Tree) -> tuple[Path, Report, WorkSync]:
    """Examined with --deep; neither the tree nor the module cache has changed."""
    root = write(tmp_path / "repo", dict(files))
    before, cache = snapshot(root), snapshot(tmp_path / "modcache")
    report = examine(root, DEEP)
    assert (snapshot(root), snapshot(tmp_path / "modcache")) == (before, cache)
    assert report.facts.work_sync
    return root, report, report.facts.work_sync


def the(report: Report) -> Finding:
    (found,) = report.findings
    return found


def really(go: Go, proxy: Proxy, root: Path) -> dict[str, bytes]:
    """The files that `go work sync` changes in the tree, and what they hold then."""
    before = contents(root)
    go.lines("work", "sync", cwd=root, **proxy.env)
    return {path: data for path, data in contents(root).items() if data != before.get(path)}


def contents(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def foretold(sync: WorkSync) -> dict[str, bytes | None]:
    return {change.path: change.after for change in sync.changes}


@pytest.mark.parametrize("files", [RAISED, THROUGH_ANOTHER, NOT_IMPORTED])
def test_go_does_in_the_tree_what_it_did_in_the_copy(
    go: Go, proxy: Proxy, tmp_path: Path, files: Tree
) -> None:
    root, _, sync = asked(tmp_path, files)
    assert (sync.asked, sync.why) == (True, "")
    assert foretold(sync) == really(go, proxy, root)


def test_it_names_each_file_and_what_is_raised(proxy: Proxy, tmp_path: Path) -> None:
    found = the(asked(tmp_path, RAISED)[1])
    assert "`go work sync` rewrites 1 go.mod file (a)" in found.message
    assert found.confidence is Confidence.CERTAIN
    assert found.evidence[0].text == f"1 requirement raised ({NET} v0.9.0 → v0.10.0)"
    assert (found.evidence[0].path, found.evidence[0].line) == ("a/go.mod", 5)
    assert [each.path for each in found.evidence[1:-1]] == ["a/go.sum"]
    assert found.evidence[-1].text == f"{NET}: v0.9.0 (a), v0.10.0 (b)"


def test_what_the_go_mod_files_do_not_show_is_found(proxy: Proxy, tmp_path: Path) -> None:
    found = the(asked(tmp_path, THROUGH_ANOTHER)[1])
    assert found.message.startswith("`go work sync` rewrites 2 go.mod files (a and b)")


def test_where_only_the_estimate_differed_it_changes_nothing(proxy: Proxy, tmp_path: Path) -> None:
    found = the(asked(tmp_path, NOT_IMPORTED)[1])
    assert found.message.endswith("the workspace takes the highest, and `go work sync` changes nothing")


def test_where_all_agree_nothing_is_said(proxy: Proxy, tmp_path: Path) -> None:
    report = asked(tmp_path, RAISED | {"a/go.mod": mod("ex.com/r/a", HIGH)})[1]
    assert not report.findings


def test_what_the_module_cache_lacks_cannot_be_told(proxy: Proxy, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "modcache/cache/download/ex.com/net/@v")
    _, report, sync = asked(tmp_path, RAISED)
    assert sync.why.endswith("not in the module cache")
    assert str(tmp_path) not in sync.why
    assert the(report).message.endswith(f"as go could not tell: {sync.why}")
    assert the(report).confidence is Confidence.LIKELY


def test_a_workspace_that_go_refuses_cannot_be_told(proxy: Proxy, tmp_path: Path) -> None:
    _, _, sync = asked(tmp_path, RAISED | {"go.work": work("./a", "./b", "./gone")})
    assert "cannot load module gone listed in go.work file" in sync.why
    assert not sync.changes


def test_no_go_writes_where_a_use_line_leads_out_of_the_copy(proxy: Proxy, tmp_path: Path) -> None:
    """Each of these leads, from the copy too, into the user's own tree."""
    up = "/".join([".."] * 40)
    for spelled in (f"{tmp_path}/repo/a", f"{up}{tmp_path}/repo/a", "../repo/a"):
        _, _, sync = asked(tmp_path, RAISED | {"go.work": work(spelled, "./b")})
        assert sync.why.startswith(f"it uses {spelled}, which is outside")


def test_a_used_folder_that_git_ignores_is_copied(go: Go, proxy: Proxy, tmp_path: Path) -> None:
    commit(write(tmp_path / "repo", {".gitignore": "/a\n"}))
    root, _, sync = asked(tmp_path, RAISED)
    assert list(foretold(sync)) == ["a/go.mod", "a/go.sum"]
    assert foretold(sync) == really(go, proxy, root)


def test_a_go_work_that_git_ignores_is_copied_all_the_same(proxy: Proxy, tmp_path: Path) -> None:
    commit(write(tmp_path / "repo", {".gitignore": "/go.work*\n"}))
    assert asked(tmp_path, RAISED)[2].changes[0].path == "a/go.mod"


def test_a_folder_outside_that_replaces_a_module_cannot_be_told(proxy: Proxy, tmp_path: Path) -> None:
    out = work("./a", "./b", more=f"replace {NET} => ../net\n")
    assert "a folder outside the checkout" in asked(tmp_path, RAISED | {"go.work": out})[2].why


@pytest.mark.parametrize("files", [{"a/go.mod": mod("ex.com/r/a")}, RAISED | {"go.work": "no such line\n"}])
def test_without_a_workspace_that_parses_nothing_is_run(proxy: Proxy, tmp_path: Path, files: Tree) -> None:
    assert not asked(tmp_path, files)[2].asked


def test_another_checkouts_workspace_is_left_alone(proxy: Proxy, tmp_path: Path) -> None:
    write(tmp_path, {"go.work": work("./repo/a", "./repo/b")})
    files = {path: text for path, text in RAISED.items() if path != "go.work"}
    commit(write(tmp_path / "repo", files))
    _, report, sync = asked(tmp_path, files)
    assert not sync.asked
    assert "--deep" not in the(report).message


def test_go_runs_only_with_deep_and_never_without_leave(proxy: Proxy, tmp_path: Path) -> None:
    root = write(tmp_path / "repo", dict(RAISED))
    shallow = examine(root, Settings(select=("GM310",)))
    assert shallow.facts.work_sync == WorkSync()
    assert "`--deep` asks go" in the(shallow).message
    refused = examine(root, Settings(select=("GM310",), deep=True, execute=False))
    probe = refused.probe("work_sync")
    assert probe
    assert probe.status is ProbeStatus.OK
    assert the(refused).message.endswith("--no-exec: go work sync is not run")

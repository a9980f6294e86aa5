"""Staging modules: in the workspace, required, replaced, published, dirty, last touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.model.facts import Facts, Module, ModuleKind, StagingModule, Workspaces
from goworkdoctor.scan import history, publishing, staging, tree
from goworkdoctor.scan.gatherer import Look
from tests.builders import module, used, workspace
from tests.oracle import commit, write
from tests.repositories import git

API, CLIENT = "staging/src/k8s.io/api", "staging/src/k8s.io/client-go"
RULES = f"""
rules:
- destination: api
  branches:
  - name: master
    source: {{branch: master, dirs: [{API}]}}
- destination: other
  branches:
  - name: master
    source: {{branch: master, dirs: [staging/src/k8s.io/other]}}
"""


def staged(dir: str) -> Module:
    return module(dir, path=dir.removeprefix("staging/src/"), kind=ModuleKind.STAGING)


def gather(
    root: Path, *dirs: str, workspaces: Workspaces | None = None, **more: tuple[str, ...]
) -> dict[str, StagingModule]:
    root_module = module(
        requires=[("k8s.io/api", "v0.0.0")],
        replaces=[("k8s.io/api", f"./{API}"), ("k8s.io/client-go", "k8s.io/fork@v1.0.0")],
    )
    modules = (root_module, *(staged(dir) for dir in dirs or (CLIENT, API)))
    look = Look(root.resolve(), **more)
    facts = Facts(root, modules=modules, workspaces=workspaces or Workspaces())
    facts = replace(facts, tree=tree.gather(look, facts), publishing=publishing.gather(look, facts))
    found = staging.gather(look, facts)
    return {each.dir: each for each in found}


def commit_at(day: str, root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", day, GIT_COMMITTER_DATE=day)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return commit(write(tmp_path / "repo", {f"{API}/go.mod": "", f"{CLIENT}/go.mod": "", "go.mod": ""}))


def test_only_staging_modules_count_in_the_order_of_their_directories(repo: Path) -> None:
    assert list(gather(repo)) == [API, CLIENT]


def test_what_the_root_requires_and_replaces_by_the_directory(repo: Path) -> None:
    found = gather(repo)
    assert (found[API].required_by_root, found[API].replaced_by_root) == (True, True)
    assert (found[CLIENT].required_by_root, found[CLIENT].replaced_by_root) == (False, False)


def test_what_the_workspace_uses(repo: Path) -> None:
    assert gather(repo)[API].in_workspace is None
    found = gather(repo, workspaces=workspace(used(staged(API))))
    assert (found[API].in_workspace, found[CLIENT].in_workspace) == (True, False)


def test_what_the_rules_publish(repo: Path) -> None:
    assert gather(repo)[API].published is None
    found = gather(write(repo, {"staging/publishing/rules.yaml": RULES}), API, CLIENT, f"{API}/examples")
    assert [each.published for each in found.values()] == [True, True, False]


def test_a_rule_without_folders_publishes_by_its_destination(repo: Path) -> None:
    write(repo, {"staging/publishing/rules.yaml": "rules:\n- destination: client-go\n"})
    assert [each.published for each in gather(repo).values()] == [False, True]


@pytest.mark.parametrize(
    "rules", ["[" * 100_000, "- " * 100_000, "rules: {", "rules: 3", "", "\0", "&a [*a]"]
)
def test_rules_of_garbage_are_no_rules(repo: Path, rules: str) -> None:
    assert gather(write(repo, {"staging/publishing/rules.yaml": rules}))[API].published is None


@pytest.mark.parametrize(
    "rule", ["3", "{branches: 3}", "{branches: [{source: {dirs: {}}}]}", "{destination: []}"]
)
def test_a_rule_of_another_shape_publishes_nothing(repo: Path, rule: str) -> None:
    rules = f"rules: [{rule}, {{destination: api}}]"
    found = gather(write(repo, {"staging/publishing/rules.yaml": rules}))
    assert [each.published for each in found.values()] == [True, False]


def test_another_staging_root_has_rules_of_its_own(repo: Path) -> None:
    rules = "rules:\n- destination: x\n"
    write(repo, {"pkg/publishing/rules.yaml": rules, "pkg/stage/x/go.mod": "", f"{API}/go.mod": ""})
    found = gather(repo, API, "pkg/stage/x", staging_roots=("staging/src", "pkg/stage"))
    assert [each.published for each in found.values()] == [True, None]


def test_a_dirty_file_counts_in_the_innermost_module(repo: Path) -> None:
    write(
        repo,
        {f"{API}/go.mod": "changed", f"{API}/examples/a.go": "", f"{API}/b/b.go": "", "go.mod": "changed"},
    )
    found = gather(repo, API, f"{API}/examples", CLIENT)
    assert [each.dirty for each in found.values()] == [2, 1, 0]


@pytest.mark.parametrize("recent", [100, 1])
def test_the_last_commit_that_touched_each(repo: Path, recent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "RECENT", recent)
    for dir, day in ((f"{API}/examples", "2024-01-02T03:04:05+00:00"), (CLIENT, "2025-01-02T03:04:05+02:00")):
        commit_at(day, write(repo, {f"{dir}/x.go": day}))
    found = gather(repo, API, f"{API}/examples", CLIENT, "staging/src/k8s.io/new")
    dates = [each.last_commit for each in found.values()]
    assert dates == ["2024-01-02T03:04:05+00:00"] * 2 + ["2025-01-02T03:04:05+02:00", ""]


def test_what_was_merged_counts_from_its_merge(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "side")
    commit_at("2024-01-02T03:04:05+00:00", write(repo, {f"{API}/x.go": ""}))
    git(repo, "checkout", "-q", "main")
    git(repo, "merge", "-q", "--no-ff", "side", GIT_COMMITTER_DATE="2025-06-02T03:04:05+00:00")
    assert gather(repo)[API].last_commit == "2025-06-02T03:04:05+00:00"


def test_a_name_that_git_would_take_for_a_pattern_is_only_itself(repo: Path) -> None:
    odd = "staging/src/k8s.io/[a-z]pi"
    commit(write(repo, {f"{odd}/go.mod": "module odd\n"}))
    write(repo, {f"{API}/x.go": ""})
    assert gather(repo, odd)[odd].dirty == 0


def test_where_history_takes_too_long_the_date_stays_unknown(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "SECONDS", 0.0)
    write(repo, {f"{API}/x.go": ""})
    found = gather(repo)
    assert (found[API].last_commit, found[API].dirty) == ("", 1)


def test_without_git_the_rest_is_known(tmp_path: Path) -> None:
    write(tmp_path, {"staging/publishing/rules.yaml": RULES})
    api = gather(tmp_path)[API]
    assert (api.published, api.required_by_root, api.last_commit) == (True, True, "")

"""A commit of a step holds its files and nothing else, and runs nothing of the repository's."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor import migrate
from goworkdoctor.doctor.migration.commit import commit
from goworkdoctor.doctor.migration.undoing import undo
from goworkdoctor.model.plan import Refused
from goworkdoctor.system.git import Git
from tests.doctor.migration.migrating import SHOP, look_at, repository, state, take, take_all
from tests.oracle import write
from tests.repositories import git


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = repository(tmp_path / "w", SHOP)
    migrate.begin(look_at(root).facts, commit=True)
    return root


def changed(root: Path, commit: str = "HEAD") -> list[str]:
    return git(root, "show", "--name-only", "--format=", commit).splitlines()


def test_each_step_is_one_commit_of_its_files(root: Path) -> None:
    taken = take_all(root)
    assert [one.commit for one in taken] == git(root, "rev-list", "--reverse", "HEAD~3..HEAD").splitlines()
    assert {tuple(changed(root, one.commit)) for one in taken} == {("go.work",)}
    assert git(root, "log", "-1", "--format=%s") == "Use cart"
    assert git(root, "status", "--porcelain") == ""


def test_what_somebody_has_staged_stays_staged_and_out_of_it(root: Path) -> None:
    write(
        root, {"api/api.go": "package api // mine\n", "new.txt": "mine\n", "cart/cart.go": "package cart\n"}
    )
    git(root, "add", "api/api.go", "new.txt")
    before = git(root, "diff", "--cached")
    assert take(root).commit
    assert changed(root) == ["go.work"]
    assert git(root, "diff", "--cached") == before
    assert git(root, "diff", "--name-only") == "cart/cart.go"


def test_staged_changes_of_go_work_itself_are_nobody_elses_to_commit(root: Path) -> None:
    take(root)
    head = git(root, "rev-parse", "HEAD")
    text = (root / "go.work").read_text()
    write(root, {"go.work": f"// mine\n{text}"})
    git(root, "add", "go.work")
    taken = take(root)
    assert (taken.done, taken.commit) == (True, "")
    assert taken.uncommitted == "go.work has changes of yours that are not committed"
    assert git(root, "rev-parse", "HEAD") == head


@pytest.mark.parametrize("committed", [False, True])
def test_what_somebody_wrote_into_go_work_between_two_steps_is_committed_only_by_them(
    root: Path, committed: bool
) -> None:
    take(root)
    write(root, {"go.work": "// mine\n" + (root / "go.work").read_text()})
    if committed:
        git(root, "commit", "-q", "-a", "-m", "mine")
    assert bool(take(root).commit) is committed
    with pytest.raises(Refused, match="changed by somebody else between two steps, and that would be lost"):
        migrate.abort(root)
    assert "// mine" in (root / "go.work").read_text()


def test_undo_takes_the_commit_of_the_step_off_the_branch(root: Path) -> None:
    take(root)
    head = git(root, "rev-parse", "HEAD")
    taken = take(root)
    write(root, {"api/api.go": "package api // mine\n"})
    git(root, "add", "api/api.go")
    receipt = undo(taken.receipt.id, root)
    assert receipt.why == f"its commit {taken.commit[:10]} is taken off the branch"
    assert git(root, "rev-parse", "HEAD") == head
    assert git(root, "status", "--porcelain") == "M  api/api.go"
    assert state(root).next.id == "use:api"
    assert take(root).commit
    assert migrate.abort(root)[1] == ()


def test_undo_reverts_a_commit_that_others_have_or_built_upon(root: Path) -> None:
    taken = take(root)
    git(root, "commit", "-q", "--allow-empty", "-m", "mine")
    assert f"takes {taken.commit[:10]} back" in undo(taken.receipt.id, root).why
    assert git(root, "log", "-1", "--format=%s") == f'Revert "{taken.step.title}"'
    assert changed(root) == ["go.work"]
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "diff", "HEAD~3", "HEAD") == ""


def test_undo_says_what_stays_where_no_commit_can_be_made(root: Path) -> None:
    taken = take(root)
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    write(root / ".git", {"MERGE_HEAD": git(root, "rev-parse", "HEAD") + "\n"})
    why = undo(taken.receipt.id, root).why
    assert why.startswith(f"its commit {taken.commit[:10]} stays: commit go.work to take it back (a merge")
    assert not (root / "go.work").exists()


def test_undo_on_another_branch_leaves_the_commit_where_it_is(root: Path) -> None:
    start = git(root, "rev-parse", "HEAD")
    taken = take(root)
    git(root, "switch", "-q", "-c", "other", start)
    write(root, {"go.work": "go 1.21\n\nuse .\n"})
    assert "is on another branch, and stays there" in undo(taken.receipt.id, root).why
    assert git(root, "rev-parse", "main") == taken.commit


def test_no_hook_and_no_signing_program_runs(root: Path, tmp_path: Path) -> None:
    for name in ("pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "reference-transaction"):
        hook = root / ".git/hooks" / name
        write(hook.parent, {name: f"#!/bin/sh\ntouch {tmp_path}/canary\nexit 1\n"})
        hook.chmod(0o755)
    git(root, "config", "commit.gpgSign", "true")
    git(root, "config", "gpg.program", f"touch {tmp_path}/canary")
    assert take(root).commit
    assert not (tmp_path / "canary").exists()


def test_during_a_merge_nothing_is_committed(root: Path) -> None:
    write(root / ".git", {"MERGE_HEAD": git(root, "rev-parse", "HEAD") + "\n"})
    assert "a merge" in take(root).uncommitted


def test_a_go_work_that_git_ignores_is_not_committed(root: Path) -> None:
    write(root, {".gitignore": "go.work\n"})
    assert take(root).uncommitted == "git ignores go.work"


def test_before_the_first_commit_there_is_one_then(tmp_path: Path) -> None:
    root = write(tmp_path.resolve() / "w", SHOP)
    git(root, "init", "-q", "-b", "main")
    migrate.begin(look_at(root).facts, commit=True)
    assert take(root).commit == git(root, "rev-parse", "HEAD")
    assert changed(root) == ["go.work"]


def test_what_the_last_commit_has_already_is_not_committed_again(root: Path) -> None:
    """As after a crash between the commit and the session's note of it."""
    sha = take(root).commit
    with pytest.raises(Refused, match="the last commit has it already"):
        commit(root, {"go.work": (root / "go.work").read_bytes()}, "again\n")
    assert git(root, "rev-parse", "HEAD") == sha


def test_abort_takes_the_commits_off_the_branch(root: Path) -> None:
    start = git(root, "rev-parse", "HEAD")
    write(root, {"api/api.go": "package api // mine\n"})
    git(root, "add", "api/api.go")
    take_all(root)
    _, kept = migrate.abort(root)
    assert kept == ()
    assert git(root, "rev-parse", "HEAD") == start
    assert git(root, "status", "--porcelain") == "M  api/api.go"


def test_abort_leaves_commits_with_others_on_top_of_them(root: Path) -> None:
    take(root)
    git(root, "commit", "-q", "--allow-empty", "-m", "mine")
    head = git(root, "rev-parse", "HEAD")
    _, kept = migrate.abort(root)
    assert "not the last of this branch, and stay" in kept[0]
    assert kept[0].endswith("commit go.work as it is now to take it all back")
    assert git(root, "rev-parse", "HEAD") == head
    assert not (root / "go.work").exists()


def test_abort_leaves_commits_that_were_pushed(root: Path) -> None:
    take(root)
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    _, kept = migrate.abort(root)
    assert "were pushed" in kept[0]


@pytest.mark.parametrize("command", ["update-index", "update-ref"])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("resumed", [False, True])
def test_a_power_cut_amid_the_commit_leaves_nothing_behind(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: str, after: bool, resumed: bool
) -> None:
    """Resumed there is one commit, which the session knows; aborted, branch and index are as they were."""
    start = git(root, "rev-parse", "HEAD")
    real = Git.run

    def cut(self: Git, *arguments: str, **how: object) -> bytes:
        ours = arguments[0] == command and "GIT_INDEX_FILE" not in self.env
        done = b"" if ours and not after else real(self, *arguments, **how)  # type: ignore[arg-type]
        if ours:
            raise KeyboardInterrupt
        return done

    with monkeypatch.context() as patch:
        patch.setattr(Git, "run", cut)
        with pytest.raises(KeyboardInterrupt):
            take(root)
    if resumed:
        taken = migrate.resume(look_at(root).facts)
        assert taken
        assert taken.commit == git(root, "rev-parse", "HEAD")
        assert git(root, "rev-parse", "HEAD^") == start
        assert git(root, "status", "--porcelain") == ""
    assert migrate.abort(root)[1] == ()
    assert git(root, "rev-parse", "HEAD") == start
    assert git(root, "status", "--porcelain") == ""


def test_abort_takes_off_the_very_first_commit_too(tmp_path: Path) -> None:
    root = write(tmp_path.resolve() / "w", SHOP)
    git(root, "init", "-q", "-b", "main")
    before = git(root, "status", "--porcelain")
    migrate.begin(look_at(root).facts, commit=True)
    take_all(root)
    assert migrate.abort(root)[1] == ()
    assert git(root, "status", "--porcelain") == before
    assert git(root, "for-each-ref") == ""

"""A session from its start to its end, left and taken up at any time, and taken back to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goworkdoctor.doctor import journal, migrate
from goworkdoctor.doctor.migration import session as sessions
from goworkdoctor.doctor.migration import taking
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.migration import Stage, StepState
from goworkdoctor.model.plan import Refused
from tests.conftest import toolchain
from tests.doctor.killing import killed_at
from tests.doctor.migration.migrating import SHOP, look_at, mod, repository, source, state, take, take_all
from tests.nobody import as_nobody, only_root, open_to_nobody
from tests.oracle import Go, write
from tests.repositories import git
from tests.treating import snapshot


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "w", SHOP)


def worktree(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file but git's own, with bytes and mode."""
    return {name: seen for name, seen in snapshot(root).items() if not name.startswith(".git/")}


def test_it_goes_from_nothing_to_a_workspace_that_go_tests_whole(root: Path, go: Go) -> None:
    taken = take_all(root)
    assert [one.step.modules for one in taken] == [(".",), ("api",), ("cart",)]
    assert all(one.done for one in taken)
    after = state(root)
    assert after.stage is Stage.PUBLISH
    assert after.nothing_to_do
    assert (after.tests_at_start, after.tests_now, after.tests_total) == (0, 1, 1)
    assert go.lines("list", "work", cwd=root) == ["ex.com/shop", "ex.com/shop/api", "ex.com/shop/cart"]


@pytest.mark.parametrize("version", ["1.21.13", "1.24.11"])
def test_it_goes_the_same_way_with_an_older_go(
    root: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    old = toolchain(version)
    monkeypatch.setenv("PATH", old.env["PATH"])
    before = worktree(root)
    assert [one.step.modules for one in take_all(root)] == [(".",), ("api",), ("cart",)]
    assert old.lines("list", "-m", cwd=root) == ["ex.com/shop", "ex.com/shop/api", "ex.com/shop/cart"]
    assert "toolchain" not in (root / "go.work").read_text(), "what go work use of that time would write"
    migrate.abort(root)
    assert worktree(root) == before


def test_looking_and_proving_write_nothing(root: Path, home: Path) -> None:
    before = snapshot(root)
    migrate.prepare(look_at(root))
    assert snapshot(root) == before
    assert not journal.folder().exists()
    assert not sessions.place(root).exists()


def test_without_a_root_module_the_first_module_begins(tmp_path: Path) -> None:
    files = {name: text for name, text in SHOP.items() if "/" in name}
    assert state(repository(tmp_path / "w", files)).next.modules == ("api",)


def test_a_stage_a_step_and_a_module_can_be_skipped_and_taken_in_again(root: Path) -> None:
    migrate.skip(look_at(root), "root")
    assert state(root).next.modules == ("api",)
    migrate.skip(look_at(root), "use:api", "cart")
    states = {step.id: step.state for step in state(root).steps}
    assert (states["use:api"], states["use:cart"]) == (StepState.SKIPPED, StepState.SKIPPED)
    migrate.unskip(look_at(root), "use:api", "cart", "found")
    assert [one.step.modules for one in take_all(root)] == [(".",), ("api",), ("cart",)]


def test_what_is_not_there_cannot_be_skipped(root: Path) -> None:
    with pytest.raises(Refused, match="there is no step, module or stage 'nothing'"):
        migrate.skip(look_at(root), "nothing")


def test_the_user_may_put_a_step_first(root: Path) -> None:
    take(root)
    migrate.prefer(look_at(root), "use:cart")
    assert state(root).next.id == "use:cart"


def test_abort_goes_back_to_the_start_byte_for_byte(root: Path) -> None:
    before = worktree(root)
    take_all(root)
    assert worktree(root) != before
    receipt, kept = migrate.abort(root)
    assert (receipt.state, kept) == ("applied", ())
    assert worktree(root) == before
    assert not state(root).started
    assert state(root).next.id == "found"


def test_abort_brings_back_an_older_workspace_with_its_comments(tmp_path: Path) -> None:
    work = "// ours\ngo 1.21 // old\n\nuse ./api // the api\nuse ./gone\n"
    root = repository(tmp_path / "w", SHOP, {"go.work": work})
    before = worktree(root)
    assert [one.step.modules for one in take_all(root)] == [("./gone",), (".", "cart")]
    migrate.abort(root)
    assert worktree(root) == before


def test_abort_leaves_alone_what_somebody_else_changed(root: Path) -> None:
    take(root)
    write(root, {"go.work": "go 1.21\n\nuse . // mine\n"})
    with pytest.raises(Refused, match=r"go\.work was changed since by somebody else"):
        migrate.abort(root)
    assert "mine" in (root / "go.work").read_text()


def test_nothing_that_never_began_is_aborted(root: Path) -> None:
    with pytest.raises(Refused, match="no migration has begun"):
        migrate.abort(root)


def test_a_step_undone_by_hand_is_open_again(root: Path) -> None:
    take(root)
    receipt = take(root).receipt
    undo(receipt.id, root)
    assert state(root).next.id == "use:api"
    assert state(root).step("found").state is StepState.DONE


def test_another_branch_is_told_and_not_written_to(root: Path) -> None:
    take(root)
    git(root, "switch", "-q", "-c", "other")
    there = state(root)
    assert (there.branch, there.elsewhere) == ("main", "other")
    assert "began on main, and this is other" in there.notes[0]
    with pytest.raises(Refused, match="--here goes on"):
        take(root)
    migrate.go_on_here(look_at(root).facts)
    assert take(root).done


def test_a_verification_that_fails_rolls_back_by_itself_and_says_why(root: Path) -> None:
    take(root)
    before = worktree(root)
    report = look_at(root)
    prepared = migrate.prepare(report)
    write(root, {"api/go.mod": "module ex.com/shop/api\n\nbogus\n"})
    taken = migrate.carry_out(report, prepared)
    assert (taken.done, taken.receipt.state) == (False, "undone")
    assert taken.why.startswith("rolled back: cannot load module api listed in go.work file")
    assert "api/go.mod:3: unknown directive: bogus" in taken.why
    assert (root / "go.work").read_bytes() == before["go.work"][0]
    assert state(root).step("found").state is StepState.DONE


def test_a_plan_gone_stale_is_refused(root: Path) -> None:
    report = look_at(root)
    prepared = migrate.prepare(report)
    write(root, {"go.work": "go 1.21\n"})
    with pytest.raises(Refused, match=r"go\.work was created since the preview"):
        migrate.carry_out(report, prepared)
    assert not sessions.load(root).pending


def test_what_was_interrupted_before_its_verification_is_verified_first(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(taking, "verify", power_cut)
        with pytest.raises(KeyboardInterrupt):
            take(root)
    assert "was interrupted before it was verified" in state(root).notes[0]
    assert migrate.resume(look_at(root).facts).done
    assert (sessions.load(root).pending, state(root).next.id) == ("", "use:api")


def test_a_kill_at_any_change_of_the_disk_can_be_resumed_and_aborted(root: Path) -> None:
    """The step is then done or not, the session knows which, and the way back stays open."""
    before = worktree(root)
    report = look_at(root)
    prepared = migrate.prepare(report)
    number, done = 0, set()
    while killed_at(number := number + 3, lambda: migrate.carry_out(report, prepared)):
        journal.recover()
        facts = look_at(root).facts
        migrate.resume(facts)
        there = (root / "go.work").exists()
        done.add(there)
        assert not sessions.load(root).pending
        assert (state(root).next.id == "use:api") is there
        if sessions.load(root).started:
            migrate.abort(root)
        assert worktree(root) == before
    assert done == {True, False}


def test_a_damaged_session_is_told_in_a_line(root: Path) -> None:
    take(root)
    sessions.place(root).write_text("{")
    with pytest.raises(Refused, match="cannot be read"):
        state(root)


@only_root
def test_a_session_that_may_not_be_read_is_told_in_a_line(root: Path, tmp_path: Path) -> None:
    take(root)
    open_to_nobody(root)

    def work() -> None:
        with pytest.raises(Refused, match="cannot be read"):
            sessions.load(root)

    as_nobody(work)


def test_a_session_is_read_back_as_it_was_written(root: Path) -> None:
    take_all(root)
    kept = sessions.load(root)
    sessions.save(kept)
    assert sessions.load(root) == kept
    assert json.loads(sessions.place(root).read_text())["version"] == 1


def test_kept_local_go_work_is_in_no_status(root: Path) -> None:
    exclude = (root / ".git/info/exclude").read_bytes()
    migrate.begin(look_at(root).facts, local=True)
    take_all(root)
    assert git(root, "status", "--porcelain") == ""
    assert (root / ".git/info/exclude").read_bytes() == exclude + b"/go.work\n/go.work.sum\n"
    migrate.abort(root)
    assert (root / ".git/info/exclude").read_bytes() == exclude


def test_local_and_committed_exclude_each_other(root: Path) -> None:
    with pytest.raises(Refused, match="not both"):
        migrate.begin(look_at(root).facts, local=True, commit=True)


def test_a_dead_use_is_dropped_before_anything_else(tmp_path: Path) -> None:
    root = repository(tmp_path / "w", SHOP, {"go.work": "go 1.21\n\nuse (\n\t.\n\tgone\n\t./lost\n)\n"})
    assert (state(root).next.id, state(root).next.modules) == ("drop", ("gone", "./lost"))
    assert all(one.done for one in take_all(root))
    assert "gone" not in (root / "go.work").read_text()


def test_a_member_adopted_by_accident_is_left_to_the_user(tmp_path: Path, go: Go) -> None:
    stray = {"api/testdata/m/go.mod": mod("ex.com/m"), "api/testdata/m/m.go": source("m")}
    root = repository(tmp_path / "w", SHOP, stray)
    go.run("work", "init", cwd=root)
    go.run("work", "use", "-r", ".", cwd=root)
    step = state(root).next
    assert (step.id, step.decision) == ("evict:api/testdata/m", True)
    assert take(root, step.id).done
    assert "testdata" not in (root / "go.work").read_text()
    assert state(root).nothing_to_do


def test_an_existing_workspace_that_is_whole_needs_nothing(tmp_path: Path) -> None:
    work = "go 1.21\n\nuse (\n\t.\n\t./api\n\t./cart\n)\n"
    found = state(repository(tmp_path / "w", SHOP, {"go.work": work}))
    assert found.nothing_to_do
    assert found.next.stage is Stage.PUBLISH


def test_gone_on_with_elsewhere_abort_still_takes_away_a_go_work_that_came_along(root: Path) -> None:
    before = worktree(root)
    take(root)
    git(root, "switch", "-q", "-c", "other")
    migrate.go_on_here(look_at(root).facts)
    take(root)
    migrate.abort(root)
    assert worktree(root) == before


def test_gone_on_with_elsewhere_abort_keeps_the_go_work_that_this_branch_has(root: Path) -> None:
    take(root)
    git(root, "switch", "-q", "-c", "other")
    git(root, "add", "go.work")
    git(root, "commit", "-q", "-m", "theirs")
    before = worktree(root)
    migrate.go_on_here(look_at(root).facts)
    take(root)
    migrate.abort(root)
    assert worktree(root) == before

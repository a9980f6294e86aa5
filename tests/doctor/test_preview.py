"""A preview shows what would happen, changes nothing, and refuses what must not be done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.actions.catalogue import TREATMENTS, treatment
from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.doctor.preview import choices, preview
from goworkdoctor.model.facts import Environment, Facts, Setting, Toolchain
from goworkdoctor.model.finding import Applicability, Finding, Severity
from goworkdoctor.model.plan import Draft, EditFile, GoEdit, MoveToTrash, Plan, Refused, Treatment
from tests.caches import a_cache
from tests.oracle import Go, write
from tests.treating import facts_of, findings_of, plan_of, snapshot, workspace_at

STALE = "go 1.21\n\nuse (\n\t./a\n\t./gone\n)\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(
        tmp_path.resolve() / "w", {"go.work": STALE, "a/go.mod": "module example.com/a\n\ngo 1.21\n"}
    )


def drawn(*steps: GoEdit | MoveToTrash | EditFile, **more: object) -> Treatment:
    """A treatment that drafts these steps whatever it is asked."""
    return Treatment(
        "test",
        "Test",
        Applicability.SAFE,
        lambda facts, findings, choice: Draft("test", steps),
        **more,  # type: ignore[arg-type]
    )


def test_a_preview_changes_nothing(root: Path, go: Go) -> None:
    before = snapshot(root.parent)
    times = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    plan = plan_of(root, go, "drop-stale-use", "GW102")
    assert plan.steps == (EditFile(root / "go.work", STALE.encode(), b"go 1.21\n\nuse ./a\n"),)
    assert (plan.codes, plan.root, plan.treatment) == (("GW102",), root, "drop-stale-use")
    assert snapshot(root.parent) == before
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == times


def test_a_go_work_that_changed_since_the_examination_is_not_edited(root: Path, go: Go) -> None:
    facts = facts_of(root, go)
    cure = treatment("drop-stale-use")
    assert cure is not None
    write(root, {"go.work": STALE.replace("go 1.21\n", "go 1.21\n\n// more\n")})
    with pytest.raises(Refused, match=r"^go\.work was changed since it was examined: examine again$"):
        preview(facts, cure, findings_of(facts, "GW102"))
    (root / "go.work").unlink()
    with pytest.raises(Refused, match=r"^go\.work is not there any more: examine again$"):
        preview(facts, cure, findings_of(facts, "GW102"))


def test_a_generated_go_work_is_left_to_its_generator(root: Path, go: Go) -> None:
    write(
        root,
        {
            "go.work": "// This is a generated file. Do not edit directly.\n\n" + STALE,
            "hack/update-vendor.sh": "go work init\ngo work use .\n",
        },
    )
    with pytest.raises(Refused, match=r"go\.work is generated \(.*\): change and run hack/update-vendor\.sh"):
        plan_of(root, go, "drop-stale-use", "GW102")
    (root / "hack/update-vendor.sh").unlink()
    with pytest.raises(Refused, match=r"go\.work is generated .*: change what writes it"):
        plan_of(root, go, "drop-stale-use", "GW102")


def test_without_go_the_plan_says_how_to_get_it(root: Path) -> None:
    facts = facts_of(root, None)
    cure = treatment("drop-stale-use")
    assert cure is not None
    with pytest.raises(Refused, match=r"no go was found on PATH.*https://go\.dev/dl"):
        preview(facts, cure, findings_of(facts, "GW102"))


def test_a_go_that_cannot_be_run_is_one_clear_line(root: Path) -> None:
    facts = replace(facts_of(root, None), toolchain=Toolchain(str(root / "a")))
    cure = treatment("drop-stale-use")
    assert cure is not None
    with pytest.raises(Refused, match="go cannot be run, and it makes the edit"):
        preview(facts, cure, findings_of(facts, "GW102"))


def test_a_go_work_that_links_into_the_checkout_is_edited_at_its_target(root: Path, go: Go) -> None:
    (root / "go.work").rename(root / "real.work")
    (root / "go.work").symlink_to("real.work")
    plan = plan_of(root, go, "drop-stale-use", "GW102")
    assert [step.path for step in plan.steps if isinstance(step, EditFile)] == [root / "real.work"]


@pytest.mark.parametrize("how", ["link", "parent"])
def test_a_go_work_outside_the_checkout_is_not_edited(root: Path, go: Go, how: str) -> None:
    facts = facts_of(root, go)
    (root / "go.work").rename(root.parent / "go.work")
    if how == "link":
        (root / "go.work").symlink_to("../go.work")
    file = "go.work" if how == "link" else "../go.work"
    with pytest.raises(Refused, match=r"go\.work is .*outside this checkout"):
        preview(facts, drawn(GoEdit("work", file, ("-dropuse=./gone",))))


def test_a_go_work_that_links_to_itself_is_one_clear_line(root: Path, go: Go) -> None:
    facts = facts_of(root, go)
    (root / "go.work").unlink()
    (root / "go.work").symlink_to("go.work")
    with pytest.raises(Refused, match=r"^go\.work "):
        preview(facts, drawn(GoEdit("work", "go.work", ("-dropuse=./gone",))))


def test_an_edit_that_misses_is_refused_as_go_says_nothing(root: Path, go: Go) -> None:
    """`go work edit -dropuse=/abs` exits with 0 and does nothing where the use is written ./gone."""
    missing = drawn(GoEdit("work", "go.work", (f"-dropuse={root}/gone", "-use=gone")))
    with pytest.raises(Refused, match=r"`go work edit .*` does not do to go\.work what is meant"):
        preview(facts_of(root, go), missing)


def test_what_go_refuses_is_told_in_its_words(root: Path, go: Go) -> None:
    with pytest.raises(Refused, match=r"go work edit: .*invalid"):
        preview(facts_of(root, go), drawn(GoEdit("work", "go.work", ("-go=latest",))))


def test_an_edit_that_is_done_already_leaves_no_plan(root: Path, go: Go) -> None:
    with pytest.raises(Refused, match="nothing is left to do"):
        preview(facts_of(root, go), drawn(GoEdit("work", "go.work", ("-use=./a",))))


def test_edits_of_one_file_become_one_step(root: Path, go: Go) -> None:
    edits = [GoEdit("work", "go.work", (flag,)) for flag in ("-dropuse=./gone", "-go=1.22")]
    (step,) = preview(facts_of(root, go), drawn(*edits)).steps
    assert step == EditFile(root / "go.work", STALE.encode(), b"go 1.22\n\nuse ./a\n")


def test_a_go_mod_is_edited_by_go_too(root: Path, go: Go) -> None:
    (step,) = preview(facts_of(root, go), drawn(GoEdit("mod", "a/go.mod", ("-go=1.22",)))).steps
    assert step == EditFile(
        root / "a/go.mod", b"module example.com/a\n\ngo 1.21\n", b"module example.com/a\n\ngo 1.22\n"
    )


def test_what_is_moved_is_known_by_what_the_preview_saw(root: Path) -> None:
    cure = drawn(MoveToTrash(root / "a", root / "trash", 3, ""))
    (step,) = preview(Facts(root), cure).steps
    assert isinstance(step, MoveToTrash)
    assert step.identity
    os.utime(root / "a/go.mod", ns=(1, 1))
    (again,) = preview(Facts(root), cure).steps
    assert isinstance(again, MoveToTrash)
    assert again.identity != step.identity
    with pytest.raises(Refused, match="is not there any more"):
        preview(Facts(root), drawn(MoveToTrash(root / "b", root / "trash", 3, "")))


def test_a_treatment_treats_only_what_it_is_for(root: Path, go: Go) -> None:
    facts = facts_of(root, go)
    cure = treatment("drop-stale-use")
    assert cure is not None
    with pytest.raises(Refused, match=r"drop-stale-use has no finding to treat \(GW102\)"):
        preview(facts, cure)
    with pytest.raises(Refused, match="drop-stale-use does not treat GW104"):
        preview(facts, cure, (replace(findings_of(facts, "GW102")[0], code="GW104"),))
    with pytest.raises(Refused, match="workspaces could not be examined"):
        preview(replace(facts, workspaces=None), cure, findings_of(facts, "GW102"))


def test_choices_are_those_that_every_finding_offers(root: Path, go: Go) -> None:
    replaces = "replace example.com/x => ../x1\n\nreplace example.com/y => ../y1\n"
    one = f"module example.com/a\n\ngo 1.21\n\n{replaces}"
    two = one.replace("/a", "/b").replace("x1", "x2").replace("y1", "y2")
    write(root, {"go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n", "a/go.mod": one, "b/go.mod": two})
    facts, cure = facts_of(root, go), treatment("override-replace")
    assert cure is not None
    x, y = findings_of(facts, "GW105")
    assert [choice.label for choice in choices(facts, cure, (x,))] == [
        "./x1, as example.com/a has it",
        "./x2, as example.com/b has it",
    ]
    assert choices(facts, cure, (x, y)) == ()
    with pytest.raises(Refused, match="one finding after the other"):
        preview(facts, cure, (x, y), "./x1")


def test_a_plan_for_a_workspace_above_the_checkout_can_still_clean_caches(root: Path, go: Go) -> None:
    workspace = workspace_at(root)
    assert workspace is not None
    facts = facts_of(root, go)
    assert facts.workspaces is not None
    above = replace(facts.workspaces, active=replace(workspace, file="../go.work", dir=".."))
    cure = treatment("expire-test-results")
    assert cure is not None
    cache = a_cache(root.parent / "go-build", {})
    environment = Environment((Setting("GOCACHE", str(cache), "environment"),))
    assert isinstance(preview(replace(facts, workspaces=above, environment=environment), cure), Plan)


def test_rules_and_treatments_know_each_other() -> None:
    ids = {cure.id: cure for cure in TREATMENTS}
    assert len(ids) == len(TREATMENTS)
    codes = {rule.code for rule in RULES}
    for cure in TREATMENTS:
        assert set(cure.codes) <= codes
        for rule in RULES:
            assert (cure.id in rule.treatments) == (rule.code in cure.codes), (cure.id, rule.code)


def a_finding(code: str, subject: str) -> Finding:
    return Finding(code, Severity.ERROR, "t", subject, "m")


@pytest.mark.parametrize("cure", TREATMENTS, ids=lambda cure: cure.id)
def test_a_treatment_of_something_that_is_gone_is_refused_not_a_crash(
    cure: Treatment, root: Path, go: Go
) -> None:
    write(root, {"go.work": "go 1.21\n\nuse ./a\n"})
    facts = replace(facts_of(root, go), caches=())
    findings = tuple(a_finding(code, "nowhere") for code in cure.codes)
    if cure.id == "expire-test-results":
        return
    with pytest.raises(Refused):
        preview(facts, cure, findings)

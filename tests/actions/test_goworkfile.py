"""go.work is treated: real go fails before, works after, and undo leaves every byte as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from goworkdoctor.actions.use_module import USE_MODULE
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.preview import diff, preview
from goworkdoctor.doctor.undo import undo
from goworkdoctor.model.plan import Plan, Refused
from tests.oracle import Go, write
from tests.treating import facts_of, findings_of, plan_of, snapshot


def mod(name: str, go: str = "1.21", more: str = "") -> str:
    return f"module example.com/{name}\n\ngo {go}\n{more}"


def world(root: Path, work: str | bytes, **mods: str) -> Path:
    """A go.work and a module in each folder named; every module has a package."""
    given = {"a": mod("a"), "b": mod("b")} | mods
    files = {f"{dir}/go.mod": text for dir, text in given.items() if text}
    return write(root, {"go.work": work, **files, **{f"{dir}/x.go": "package x\n" for dir in given}})


def listed(go: Go, root: Path) -> list[str]:
    return go.lines("list", "-m", cwd=root)


def treat_and_undo(go: Go, root: Path, plan: Plan) -> tuple[list[str], bytes]:
    """go's modules and go.work after the treatment, which is undone again to the byte."""
    before = snapshot(root)
    receipt = apply(plan)
    assert (receipt.state, receipt.why) == ("applied", "")
    after = listed(go, root), (root / "go.work").read_bytes()
    assert undo(receipt.id, root).state == "undone"
    assert snapshot(root) == before
    return after


def test_a_stale_use_is_dropped_however_it_is_spelled(any_go: Go, tmp_path: Path) -> None:
    lines = ["./gone", "./gone2/", "gone3", '"./odd dir"', str(tmp_path / "gone4"), "./a/../gone5", ".hidden"]
    body = "".join(f"\t{line}\n" for line in lines)
    root = world(tmp_path, f"// Ours.\ngo 1.21\n\nuse (\n\t./b // keep\n{body}\t./a\n)\n")
    assert any_go.run("list", "-m", cwd=root).returncode == 1
    modules, work = treat_and_undo(any_go, root, plan_of(root, any_go, "drop-stale-use", "GW102"))
    assert modules == ["example.com/a", "example.com/b"]
    assert work == b"// Ours.\ngo 1.21\n\nuse (\n\t./a\n\t./b // keep\n)\n"


def test_line_endings_mode_and_comments_stay(go: Go, tmp_path: Path) -> None:
    root = world(tmp_path, b"// Ours.\r\ngo 1.21\r\n\r\nuse (\r\n\t./a // A\r\n\t./gone\r\n\t./b\r\n)\r\n")
    (root / "go.work").chmod(0o640)
    plan = plan_of(root, go, "drop-stale-use", "GW102")
    assert diff(plan) == (
        "--- a/go.work\n+++ b/go.work\n@@ -3,6 +3,5 @@\n \\r\n use (\\r\n"
        " \t./a // A\\r\n-\t./gone\\r\n \t./b\\r\n )\\r\n"
    )
    apply(plan)
    assert (
        root / "go.work"
    ).read_bytes() == b"// Ours.\r\ngo 1.21\r\n\r\nuse (\r\n\t./a // A\r\n\t./b\r\n)\r\n"
    assert (root / "go.work").stat().st_mode & 0o777 == 0o640


def test_the_last_use_is_not_dropped_without_a_word(go: Go, tmp_path: Path) -> None:
    root = write(tmp_path, {"go.work": "go 1.21\n\nuse ./gone\n"})
    plan = plan_of(root, go, "drop-stale-use", "GW102")
    assert "no module is left" in plan.notes[0]
    assert plan.steps[0].after == b"go 1.21\n"  # type: ignore[union-attr]


def test_modules_are_used_and_the_go_line_rises_with_them(any_go: Go, tmp_path: Path) -> None:
    work = "go 1.21\n\ntoolchain go1.21.1\n\nuse ./a\n"
    root = world(tmp_path, work, b=mod("b", "1.21.9"), **{"c/deep": mod("c/deep", "1.21.3")})
    plan = plan_of(root, any_go, "use-module", "GW101")
    modules, after = treat_and_undo(any_go, root, plan)
    assert modules == ["example.com/a", "example.com/b", "example.com/c/deep"]
    assert after == b"go 1.21.9\n\nuse (\n\t./a\n\t./b\n\t./c/deep\n)\n"
    assert [note.split(",")[0] for note in plan.notes] == [
        "the go line rises from 1.21 to 1.21.9",
        "the toolchain line go1.21.1 is older than that",
    ]


def test_a_module_that_would_break_the_workspace_is_not_used(go: Go, tmp_path: Path) -> None:
    one, two = (mod(name, more=f"\nreplace example.com/lib => ../{name}lib\n") for name in "ab")
    root = world(tmp_path, "go 1.21\n\nuse ./a\n", a=one, b=two)
    with pytest.raises(
        Refused, match=r"go would fail after this: conflicting replacements for example\.com/lib"
    ):
        plan_of(root, go, "use-module", "GW101")


def test_a_module_that_would_make_vendor_inconsistent_is_not_used(go: Go, tmp_path: Path) -> None:
    """Go compares vendor/modules.txt with every member's go.mod, and fails until `go work vendor`."""
    needs = mod("b", more="\nrequire example.com/lib v1.0.0\n\nreplace example.com/lib => ../lib\n")
    root = world(tmp_path, "go 1.22\n\nuse ./a\n", b=needs)
    write(root, {"vendor/modules.txt": "## workspace\n"})
    assert listed(go, root) == ["example.com/a"]
    with pytest.raises(
        Refused, match=r"go would fail after this: inconsistent vendoring in .*example\.com/lib"
    ):
        plan_of(root, go, "use-module", "GW101")
    write(root, {"b/go.mod": mod("b")})
    assert apply(plan_of(root, go, "use-module", "GW101")).state == "applied"
    assert listed(go, root) == ["example.com/a", "example.com/b"]


def test_a_go_work_behind_a_link_is_tried_where_go_finds_it(go: Go, tmp_path: Path) -> None:
    root = world(tmp_path.resolve(), "go 1.21\n\nuse (\n\t./a\n\t./b\n\t./gone\n)\n")
    (root / "etc").mkdir()
    (root / "go.work").rename(root / "etc/go.work")
    (root / "go.work").symlink_to("etc/go.work")
    plan = plan_of(root, go, "drop-stale-use", "GW102")
    assert plan.notes == ()
    apply(plan)
    assert listed(go, root) == ["example.com/a", "example.com/b"]
    assert (root / "go.work").is_symlink()


def test_a_module_beside_the_checkout_is_tried_too(go: Go, tmp_path: Path) -> None:
    root = world(tmp_path / "deep/w", "go 1.21\n\nuse (\n\t./a\n\t../../up\n\t./gone\n)\n")
    write(tmp_path, {"up/go.mod": mod("up")})
    plan = plan_of(root, go, "drop-stale-use", "GW102")
    assert plan.notes == ()


def test_a_module_with_a_go_mod_that_does_not_parse_is_not_used(go: Go, tmp_path: Path) -> None:
    root = world(tmp_path, "go 1.21\n\nuse ./a\n")
    facts = facts_of(root, go)
    broken = replace(facts, modules=tuple(replace(module, mod=None) for module in facts.modules or ()))
    with pytest.raises(Refused, match=r"b has no go\.mod that parses"):
        preview(broken, USE_MODULE, findings_of(facts, "GW101"))


@pytest.mark.parametrize(
    ("work", "member", "after"),
    [
        ("go 1.21\n\nuse (\n\t./a\n\t./b\n)\n", "1.21.5", "go 1.21.5\n\nuse (\n\t./a\n\t./b\n)\n"),
        ("use (\n\t./a\n\t./b\n)\n", "1.21.0", "go 1.21.0\n\nuse (\n\t./a\n\t./b\n)\n"),
        (
            "go 1.21\ntoolchain go1.21.4-custom\nuse (\n\t./a\n\t./b\n)\n",
            "1.21.5",
            "go 1.21.5\n\nuse (\n\t./a\n\t./b\n)\n",
        ),
        (
            "go 1.21\n\ntoolchain go1.21.6\n\nuse (\n\t./a\n\t./b\n)\n",
            "1.21.5",
            "go 1.21.5\n\ntoolchain go1.21.6\n\nuse (\n\t./a\n\t./b\n)\n",
        ),
    ],
)
def test_the_go_line_rises_to_the_highest_member(
    any_go: Go, tmp_path: Path, work: str, member: str, after: str
) -> None:
    root = world(tmp_path, work, b=mod("b", member))
    assert any_go.run("list", "-m", cwd=root).returncode == 1
    modules, written = treat_and_undo(any_go, root, plan_of(root, any_go, "raise-work-go", "GW104"))
    assert modules == ["example.com/a", "example.com/b"]
    assert written.decode() == after


def test_a_go_line_above_the_go_at_hand_is_said_aloud(go: Go, tmp_path: Path) -> None:
    root = world(tmp_path, "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n", b=mod("b", "1.99"))
    notes = plan_of(root, go, "raise-work-go", "GW104").notes
    assert "go 1.27.3 on PATH is older than 1.99: it will fetch a newer one, or refuse" in notes
    assert notes[-1].startswith("go would still fail after this: go.work requires go >= 1.99")


def test_of_duplicate_uses_the_first_stays(any_go: Go, tmp_path: Path) -> None:
    work = f"go 1.21\n\nuse (\n\t./a // first\n\t./a/ // second\n\t./b\n\ta\n)\n\nuse {tmp_path}/b\n"
    root = world(tmp_path, work)
    assert any_go.run("list", "-m", cwd=root).returncode == 1
    modules, after = treat_and_undo(any_go, root, plan_of(root, any_go, "drop-duplicate-use", "GW112"))
    assert modules == ["example.com/a", "example.com/b"]
    assert after == b"go 1.21\n\nuse (\n\t./a // first\n\t./b\n)\n"


@pytest.mark.parametrize("choice", ["./one", "./a/two"])
def test_a_conflict_is_settled_by_the_chosen_target(any_go: Go, tmp_path: Path, choice: str) -> None:
    one = mod("a", more="\nrequire example.com/lib v1.0.0\n\nreplace example.com/lib => ../one\n")
    two = mod("b", more="\nreplace example.com/lib => ../a/two\n")
    root = world(tmp_path, "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n", a=one, b=two)
    write(root, {"one/go.mod": mod("lib"), "a/two/go.mod": mod("lib")})
    assert any_go.run("list", "-m", cwd=root).returncode == 1
    plan = plan_of(root, any_go, "override-replace", "GW105", choice)
    before = snapshot(root)
    receipt = apply(plan)
    target = any_go.lines("list", "-m", "-f", "{{.Replace.Dir}}", "example.com/lib", cwd=root)
    assert target == [str(root / choice)]
    undo(receipt.id, root)
    assert snapshot(root) == before


def test_a_conflict_about_one_version_is_settled_for_it(any_go: Go, tmp_path: Path) -> None:
    dep = mod("dep", more="\nrequire example.com/lib v1.1.0\n\nreplace example.com/lib => ../two\n")
    app = mod("app", more="\nrequire example.com/lib v1.1.0\n\nreplace example.com/lib v1.1.0 => ../one\n")
    root = world(tmp_path, "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n", a=dep, b=app)
    write(root, {"one/go.mod": mod("lib"), "two/go.mod": mod("lib")})
    assert any_go.run("list", "-m", "all", cwd=root).returncode == 1
    apply(plan_of(root, any_go, "override-replace", "GW105", "./two"))
    target = any_go.lines("list", "-m", "-f", "{{.Replace.Dir}}", "example.com/lib", cwd=root)
    assert target == [str(root / "two")]


def test_a_conflict_is_not_settled_without_a_choice(go: Go, tmp_path: Path) -> None:
    one = mod("a", more="\nreplace example.com/lib => ../one\n")
    two = mod("b", more="\nreplace example.com/lib => example.com/fork v1.2.3\n")
    root = world(tmp_path, "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n", a=one, b=two)
    for choice in (None, "./three"):
        with pytest.raises(Refused, match=r"needs your choice: \./one \| example\.com/fork@v1\.2\.3"):
            plan_of(root, go, "override-replace", "GW105", choice)

"""`fix verify-packages` on caches of real go: what a hash cannot see is found and put right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.config import Settings
from goworkdoctor.doctor import verification
from goworkdoctor.doctor.examine import examine
from goworkdoctor.doctor.journal import history
from goworkdoctor.doctor.preview import preview
from goworkdoctor.golang.buildcache import parse_index_entry
from goworkdoctor.tui.verbs import Verbs
from tests.cli.conftest import Doctor
from tests.clinic import Clinic, flip, spoil
from tests.oracle import Go, write

# They import nothing, so that verifying compiles nothing else.
PACKAGES: dict[str, str | bytes] = {
    "go.mod": "module ex.com/m\n\ngo 1.21\n",
    "p/p.go": "package p\n\nfunc P() int { return 1 }\n",
    "q/q.go": "package q\n\nfunc Q() int { return 2 }\n",
    "u/u.go": 'package u\n\nimport "ex.com/m/q"\n\nvar U = q.Q()\n',
}


@pytest.fixture
def here(any_go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """The packages, built in a cache of their own, and the go that built them on PATH."""
    top = tmp_path.resolve()
    found = Clinic(any_go, write(top / "module", PACKAGES), top / "cache")
    assert found.run("build", "./...").returncode == 0
    for name in ("PATH", "GOPROXY", "GOTOOLCHAIN"):
        monkeypatch.setenv(name, any_go.env[name])
    monkeypatch.setenv("GOCACHE", str(found.cache))
    monkeypatch.setenv("GOFLAGS", "-trimpath")
    return found


def lead_astray(here: Clinic, package: str, other: str) -> list[Path]:
    """Let the index entries of a package's archive lead to another's; they."""
    right, wrong = here.archive(package), here.archive(other)
    astray = [path for path in here.cache.glob("??/*-a") if right.name[:-2] in path.read_text()]
    for path in astray:
        action = path.name[:-2]
        said = f"v1 {action} {wrong.name[:-2]} {wrong.stat().st_size:20d} {1_700_000_000_000_000_000:20d}\n"
        spoil(path, said.encode())
    return astray


def build(here: Clinic) -> str:
    """What go build says of u, which was changed; "" where all is well."""
    (here.module / "u/u.go").write_text(f"{PACKAGES['u/u.go']!s}// {os.urandom(4).hex()}\n")
    return here.run("build", "./u").stderr


def test_an_index_entry_that_leads_to_the_wrong_output_is_found_and_put_right(
    doctor: Doctor, here: Clinic
) -> None:
    right = here.archive("./q").name[:-2]
    (astray,) = lead_astray(here, "./q", "./p")
    assert "ex.com/m/q" in build(here)
    assert here.wrong() == set()
    ended = doctor("-C", here.module, "fix", "verify-packages", "--choose", "./u", "--apply")
    assert ended.code == 0
    assert f"cache verify failed: id={astray.name[:-2]}" in ended.err
    said = " ".join(ended.out.split())
    assert "it leads to the output of ex.com/m/p" in said
    assert "1 led to the wrong output; no output was wrong" in said
    entry = parse_index_entry(astray.name[:-2], astray.read_bytes())
    assert entry is not None
    assert entry.output == right
    assert build(here) == ""
    again = doctor("-C", here.module, "fix", "verify-packages", "--choose", "./u", "--apply")
    assert "0 led to the wrong output; no output was wrong" in again.out


def test_an_output_that_go_puts_right_is_told(doctor: Doctor, here: Clinic) -> None:
    archive = here.archive("./q")
    spoil(archive, flip(archive.read_bytes(), 700))
    ended = doctor("-C", here.module, "fix", "verify-packages", "--choose", "./q ./p", "--apply")
    name = archive.relative_to(here.cache).as_posix()
    assert f"0 led to the wrong output; 1 wrong output put right by go ({name})" in ended.out
    assert (ended.code, here.wrong()) == (0, set())


def test_a_dry_run_compiles_nothing_and_changes_nothing(doctor: Doctor, here: Clinic) -> None:
    (astray,) = lead_astray(here, "./q", "./p")
    before = {path: path.stat().st_mtime_ns for path in here.cache.rglob("*")}
    ended = doctor("-C", here.module, "fix", "verify-packages")
    assert ended.code == 0
    assert "gocacheverify=1" in ended.out
    assert "./..." in ended.out
    assert {path: path.stat().st_mtime_ns for path in here.cache.rglob("*")} == before
    assert astray.exists()


def test_a_package_that_does_not_compile_is_told_with_go_s_words(doctor: Doctor, here: Clinic) -> None:
    (here.module / "p/p.go").write_text("package p\n\nvar x int = nil\n")
    ended = doctor("-C", here.module, "fix", "verify-packages", "--choose", "./p", "--apply")
    assert ended.code == 1
    assert "p/p.go:3:13: cannot use nil as int value" in ended.err


def test_where_very_many_lead_astray_the_run_ends(
    doctor: Doctor, here: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "MOST", 1)
    lead_astray(here, "./p", "./u")
    lead_astray(here, "./q", "./u")
    ended = doctor("-C", here.module, "fix", "verify-packages", "--apply")
    assert ended.code == 1
    assert "`go build -a` makes them all anew" in ended.err
    # What was taken out is healed; the next run goes on.
    assert doctor("-C", here.module, "fix", "verify-packages", "--apply").code == 0
    assert build(here) == ""


def test_the_app_too_takes_out_what_go_names_and_lets_it_begin_again(here: Clinic) -> None:
    (astray,) = lead_astray(here, "./q", "./p")
    found = examine(here.module, Settings(select=("-",), wanted=frozenset({"toolchain", "environment"})))
    cure = treatment("verify-packages")
    assert cure
    receipt = Verbs().apply(preview(found.facts, cure, choice="./u"), True)
    assert receipt.state == "applied"
    assert "1 led to the wrong output; no output was wrong" in receipt.why
    assert [one.title for one in history(here.module)][1].startswith("take the index entry")
    assert astray.exists()
    assert build(here) == ""

"""The module cache is cleaned of what can go, builds go on, and everything can come back."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from goworkdoctor.actions.catalogue import treatment
from goworkdoctor.doctor import journal
from goworkdoctor.doctor.apply import apply
from goworkdoctor.doctor.preview import preview
from goworkdoctor.doctor.undo import undo
from goworkdoctor.golang.cachedirs import TRASH
from goworkdoctor.golang.modcache import Key, tree_name
from goworkdoctor.model.plan import DiscardMany, Draft, MoveEntries, NothingToDo, Plan, Refused, Treatment
from tests.doctor.killing import killed_at
from tests.goproxy import Proxy
from tests.modulecaches import VERSION, Depot, depot, files_of
from tests.nobody import NOBODY, as_nobody, only_root
from tests.oracle import Go, write
from tests.treating import findings_of

OLD = "v1.0.0"
WANTED = frozenset({"module_cache", "processes"})
GO_1_99 = Key("golang.org/toolchain", "v0.0.1-go1.99.1.linux-amd64")


@pytest.fixture(scope="module")
def filled(go: Go, tmp_path_factory: pytest.TempPathFactory) -> Depot:
    """Two modules in use, an old version of each that nobody needs, and a toolchain."""
    made = depot(go, tmp_path_factory.mktemp("filled"), ["ex.com/Lib", "ex.com/b"])
    for path in made.modules:
        Proxy(made.folder / "proxy").add(path, OLD, files_of(path))
        assert not made.run("mod", "download", f"{path}@{OLD}", proxy=True)
    sums = made.checkout / "go.sum"
    kept = [line for line in sums.read_text().splitlines() if OLD not in line]
    sums.write_text("\n".join(kept) + "\n")
    at = f"cache/download/{GO_1_99.path}/@v/{GO_1_99.version}"
    write(
        made.cache, {f"{at}.zip": "z" * 9000, f"{at}.ziphash": "h1:x", f"{tree_name(GO_1_99)}/VERSION": "x"}
    )
    return made


@pytest.fixture
def one(filled: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Depot:
    copied = filled.copy(tmp_path.resolve())
    monkeypatch.setenv("GOMODCACHE", str(copied.cache))
    return copied


def planned(one: Depot, id: str, code: str = "", choice: str | None = None) -> Plan:
    cure = treatment(id)
    assert cure
    facts = one.facts(code or "GC603", wanted=WANTED)
    return preview(facts, cure, findings_of(facts, code) if code else (), choice)


def contents(cache: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder but empty ones, with its mode and content."""
    found = (path for path in cache.rglob("*") if path.is_file() or any(path.iterdir()))
    return {
        str(path.relative_to(cache)): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in found
    }


def test_orphans_go_and_what_is_needed_stays(one: Depot) -> None:
    receipt = apply(planned(one, "remove-orphan-modules", "GC603"), insist=True)
    assert receipt.state == "applied"
    for path in one.modules:
        assert not one.tree(path, OLD).exists()
        assert not one.file(path, "zip", OLD).exists()
        assert one.file(path, "mod", OLD).exists()
        assert one.tree(path).exists()
    assert not one.run("build", "./...")
    assert not one.run("mod", "verify")
    assert not one.facts("GC603").module_cache.orphans  # type: ignore[union-attr]


def test_a_module_that_went_is_downloaded_when_it_is_needed_again(one: Depot) -> None:
    apply(planned(one, "remove-orphan-modules"), insist=True)
    assert not one.run("get", f"ex.com/b@{OLD}", proxy=True)
    assert not one.run("build", "./...")
    assert not one.run("mod", "verify")


@pytest.mark.parametrize(
    "id", ["remove-orphan-modules", "remove-extracted-trees", "remove-unused-toolchains"]
)
def test_what_went_comes_back_with_its_modes(one: Depot, id: str) -> None:
    before = contents(one.cache)
    receipt = apply(planned(one, id), insist=True)
    assert contents(one.cache) != before
    assert undo(receipt.id, one.checkout).state == "undone"
    assert contents(one.cache) == before


def test_the_plan_says_what_it_frees_and_whom_it_asked(one: Depot) -> None:
    plan = planned(one, "remove-orphan-modules")
    (step,) = plan.steps
    assert isinstance(step, MoveEntries)
    orphans = one.facts("GC603").module_cache.orphans  # type: ignore[union-attr]
    assert (step.count, step.bytes) == (6, sum(orphan.bytes for orphan in orphans))
    assert plan.notes[0].startswith("checkouts that were asked what they need: . (this checkout); name more")
    assert any("from the network" in note for note in plan.notes)


def test_orphans_that_were_used_since_may_stay(one: Depot) -> None:
    for file in (
        *one.tree("ex.com/b", OLD).rglob("*"),
        *one.file("ex.com/b", "zip", OLD).parent.glob(f"{OLD}.*"),
    ):
        os.utime(file, (1_000_000, 1_000_000))
    (step,) = planned(one, "remove-orphan-modules", choice="30").steps
    assert isinstance(step, MoveEntries)
    assert step.count == 3
    with pytest.raises(Refused, match="'x' is not a number of days"):
        planned(one, "remove-orphan-modules", choice="x")


def test_where_there_is_no_toolchain_none_is_said_to_be_in_use(one: Depot) -> None:
    for version in one.facts("GC605").module_cache.toolchains:  # type: ignore[union-attr]
        shutil.rmtree(one.cache / version.tree)
        for name in version.content[1:]:
            (one.cache / name).unlink()
    with pytest.raises(NothingToDo, match="there is no toolchain in the module cache"):
        planned(one, "remove-unused-toolchains")


def test_extracted_trees_are_made_anew_offline(one: Depot) -> None:
    apply(planned(one, "remove-extracted-trees"), insist=True)
    assert not one.tree("ex.com/b").exists()
    assert (one.cache / tree_name(GO_1_99)).exists()
    assert not one.run("build", "./...")
    assert one.tree("ex.com/b").exists()
    assert not one.run("mod", "verify")


def test_a_tree_without_its_zip_stays(one: Depot) -> None:
    one.file("ex.com/b", "zip").unlink()
    one.file("ex.com/Lib", "ziphash").unlink()
    apply(planned(one, "remove-extracted-trees"), insist=True)
    assert one.tree("ex.com/b").exists()
    assert one.tree("ex.com/Lib").exists()


def test_what_go_made_anew_since_stays_when_the_old_comes_back(one: Depot) -> None:
    receipt = apply(planned(one, "remove-extracted-trees"), insist=True)
    assert not one.run("build", "./...")
    made = one.tree("ex.com/b").stat().st_ino
    undo(receipt.id, one.checkout)
    assert one.tree("ex.com/b").stat().st_ino == made
    assert one.tree("ex.com/b", OLD).exists()


def test_an_unused_toolchain_goes_and_one_in_use_stays(one: Depot) -> None:
    apply(planned(one, "remove-unused-toolchains", "GC605"), insist=True)
    assert not (one.cache / tree_name(GO_1_99)).exists()
    assert not one.run("build", "./...")


def test_where_nothing_is_to_go_that_is_said(one: Depot) -> None:
    write(one.checkout, {"go.work": "go 1.99.1\n"})
    with pytest.raises(NothingToDo, match="every toolchain in the module cache is in use"):
        planned(one, "remove-unused-toolchains")


def everywhere(cache: Path) -> dict[str, bytes]:
    """Every file by its name in the cache, be it there or in the trash; none is in both."""
    found = [path.relative_to(cache).as_posix() for path in cache.rglob("*") if path.is_file()]
    names = {name.split("/", 2)[2] if name.startswith(TRASH) else name: name for name in found}
    assert len(names) == len(found)
    return {name: (cache / place).read_bytes() for name, place in names.items()}


def test_kill_9_anywhere_loses_nothing(one: Depot) -> None:
    before, everything = contents(one.cache), everywhere(one.cache)
    number, endings = 1, set()
    while killed_at(number, lambda: apply(planned(one, "remove-orphan-modules"), insist=True)):
        assert everywhere(one.cache) == everything
        journal.recover()
        for newest in journal.history()[:1]:
            endings.add(newest.state)
            if newest.state == "applied":
                undo(newest.id, one.checkout)
        assert contents(one.cache) == before
        number += 1
    assert endings >= {"applied", "reversed"}


def test_nothing_is_moved_through_a_link(one: Depot) -> None:
    elsewhere = one.folder / "elsewhere"
    plan = planned(one, "remove-orphan-modules")
    (one.cache / "ex.com").rename(elsewhere)
    (one.cache / "ex.com").symlink_to(elsewhere)
    apply(plan, insist=True)
    assert (elsewhere / f"b@{OLD}").exists()


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", ".goworkdoctor-trash/1/x", "a/../../x", "", "a\nb"])
def test_only_what_is_in_the_cache_can_be_named(one: Depot, name: str) -> None:
    step = DiscardMany("module", one.cache, (name,), 0)
    cure = Treatment("x", "x", treatment("clean-vcs").applicability, lambda *_: Draft("x", (step,)))  # type: ignore[union-attr]
    with pytest.raises(Refused, match="is not in the cache"):
        preview(one.facts(), cure)


@only_root
def test_read_only_trees_move_for_who_is_not_root(one: Depot, home: Path) -> None:
    """A folder that changes its parent is written to, and go makes a module's folders read-only."""
    for place in (one.folder, *one.folder.rglob("*"), home, *home.rglob("*")):
        os.chown(place, NOBODY, NOBODY, follow_symlinks=False)
    for place in (*one.folder.parents, *home.parents):
        if not place.stat().st_mode & stat.S_IXOTH:
            place.chmod(place.stat().st_mode | stat.S_IXOTH)
    before = contents(one.cache)
    assert not one.tree("ex.com/b", OLD).stat().st_mode & stat.S_IWUSR

    def there_and_back() -> None:
        plan = planned(one, "remove-orphan-modules")
        with pytest.raises(PermissionError):
            one.tree("ex.com/b", OLD).rename(one.folder / "x")
        receipt = apply(plan, insist=True)
        assert receipt.state == "applied"
        assert not one.tree("ex.com/b", OLD).exists()
        undo(receipt.id, one.checkout)

    as_nobody(there_and_back)
    assert contents(one.cache) == before


def test_versions_are_told_apart(one: Depot) -> None:
    assert {one.version for one in one.facts().module_cache.modules} == {OLD, VERSION}  # type: ignore[union-attr]

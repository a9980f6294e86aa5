"""The caches on the full screen: what is there, the scan, cleaning in tiers, and the trash."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import Stopped
from goworkdoctor.golang.buildcache import Kind
from goworkdoctor.model.buildcache import DAY, Age, BadEntry, BuildCache, BuildHealth, Measured, Share
from goworkdoctor.model.clinic import Kept
from goworkdoctor.model.facts import Cache, Disk, Facts, Process, Trashed
from goworkdoctor.model.finding import Applicability, Finding, Fix, Severity
from goworkdoctor.model.modulecache import BadModule, ModuleCache, ModuleHealth, ModuleRoot, ModuleVersion
from goworkdoctor.model.plan import EmptyTrash, Plan, Receipt, Refused, Undecided
from goworkdoctor.model.progress import Progress
from goworkdoctor.model.report import Probe, ProbeStatus, Report
from goworkdoctor.tui.app import DoctorApp
from goworkdoctor.tui.caching import ENTRIES, CacheVerbs
from goworkdoctor.tui.panes.frame import TablePane
from goworkdoctor.tui.verbs import Verbs
from tests.tui.driving import doctor, lines, opened, press, settled, text, until
from tests.tui.samples import ROOT, Record, report

BUILD, MODULE = "/home/me/.cache/go-build", "/home/me/go/pkg/mod"
BAD = BadEntry("3f/3fb1-d", "its content is not the one that it is named by", 4096, False, "galaxy.io/api")
TRASHED = Trashed(f"{BUILD}/.goworkdoctor-trash/20260301-1", 1_900_000_000, 804, time.time() - DAY)


def versions(*more: ModuleVersion) -> tuple[ModuleVersion, ...]:
    now = time.time()
    whole = {"has_tree": True, "has_zip": True, "has_hash": True}
    return (
        ModuleVersion("example.com/big", "v1.0.0", 90_000_000, 9_000_000, used=now - DAY, **whole),
        ModuleVersion(
            "example.com/old", "v0.1.0", 5_000_000, 500_000, used=now - 90 * DAY, needed_by=(".",), **whole
        ),
        ModuleVersion(
            "golang.org/toolchain", "v0.0.1-go1.25.1.linux-amd64", 250_000_000, used=now, has_tree=True
        ),
        *more,
    )


def facts(**more: object) -> Facts:
    today = int(time.time() // DAY)
    census = BuildCache(
        BUILD,
        exists=True,
        bytes=12_400_000_000,
        files=188_204,
        entries=188_000,
        kinds=(Share(Kind.ARCHIVE, 61_204, 8_400_000_000), Share(Kind.VET, 20_816, 940_000_000)),
        ages=(Age(today, 20, 3_000_000_000), Age(today - 40, 10, 1_000_000_000)),
        earlier=(Measured(time.time() - 2 * DAY, 11_200_000_000, 1),),
    )
    given = {
        "caches": (
            Cache("build", BUILD, 12_400_000_000, 188_204, stale=1_000_000_000, trash=(TRASHED,)),
            Cache("module", MODULE, 354_500_000, 96_113),
            Cache("fuzz", f"{BUILD}/fuzz", 1_200_000, 340),
        ),
        "build_cache": census,
        "module_cache": ModuleCache(
            MODULE, True, versions(), vcs_bytes=310_000_000, roots=(ModuleRoot(".", "this checkout"),)
        ),
        "disk": (Disk(BUILD, 80_000_000_000, 252_000_000_000),),
        "processes": (Process(4802, "gopls", "/src/galaxy"),),
    }
    return replace(report().facts, **(given | more))


def sick() -> Report:
    """A report that knows of a corrupt entry."""
    health = BuildHealth(BUILD, 188_000, 188_000, read=9_000_000_000, seconds=31.0, bad=(BAD,))
    fix = Fix("heal-build-cache", "Take it out", Applicability.SAFE, "goworkdoctor fix GC601")
    found = Finding("GC601", Severity.ERROR, "Corrupt entry", BAD.name, "go believes it", fixes=(fix,))
    return report(facts=facts(build_health=health), findings=(found,))


def sick_modules() -> Report:
    """A report that knows of a bad module version."""
    bad = BadModule("example.com/big", "v1.0.0", ("zip",), "its zip has been modified")
    fix = Fix("restore-modules", "Take it out", Applicability.REVIEW, "goworkdoctor fix GC606")
    found = Finding(
        "GC606", Severity.ERROR, "Bad zip", str(bad.key), "its zip has been modified", fixes=(fix,)
    )
    return report(facts=facts(module_health=ModuleHealth(MODULE, 3, bad=(bad,))), findings=(found,))


class Clinic(Record):
    """A record whose caches answer from memory; a scan goes on until `release` is set."""

    def __init__(self, *reports: Report) -> None:
        super().__init__(*(reports or (report(facts=facts()),)))
        self.release = Event()
        self.settings: list[Settings] = []
        self.paused = Event()
        self.kept = (Kept(TRASHED, Receipt("7", "clean", "move what was unused", ROOT, "", "applied", True)),)
        self.objection = ""

    def scan(
        self,
        name: str,
        start: Path,
        settings: Settings,
        tell: Callable[[Progress], None],
        paused: Event,
        cancelled: Event,
    ) -> Report:
        what = "" if name == ENTRIES else " modules"
        self.asked.append(f"scan{what} again" if settings.again else f"scan{what}")
        self.paused = paused
        tell(Progress(name, 3_000_000_000, 12_000_000_000, 50_000, 188_000, 10.0))
        while not self.release.wait(0.01):
            if cancelled.is_set():
                raise Stopped("cancelled")
        self.reports = [sick() if name == ENTRIES else sick_modules()]
        return self.reports[0]

    def restore(self, id: str) -> Receipt:
        self.asked.append(f"restore {id}")
        if self.objection:
            raise Refused(self.objection)
        return Receipt("7", "clean", "move what was unused", ROOT, "", "undone", False)

    def emptying(self, kept: tuple[Kept, ...], root: Path) -> Plan:
        self.asked.append(f"empty {len(kept)}")
        return Plan("empty-trash", "delete 1", root, (EmptyTrash((Path(kept[0].trashed.path),), 1),))

    def verbs(self) -> Verbs:
        from goworkdoctor.actions.catalogue import TREATMENTS

        caches = CacheVerbs(
            scan=self.scan, trash=lambda root: self.kept, restore=self.restore, emptying=self.emptying
        )
        return replace(super().verbs(), caches=caches, treatments=lambda: TREATMENTS)


async def choose(pilot: Pilot[int], *words: str) -> None:
    """Check the tiers whose words begin so."""
    pane = pilot.app.screen.query_one("#cleaning")
    for row in pane.table.rows:
        if row.id in words:
            pane.table.select(row.id)
            await press(pilot, "space")


async def test_c_and_the_caches_pane_lead_to_the_same_screen_and_escape_back() -> None:
    async with opened(Clinic()) as pilot:
        assert "trash 1.9 GB" in text(pilot), "the home pane says it"
        await press(pilot, "c")
        first = type(pilot.app.screen)
        await press(pilot, "c", "escape")
        assert "1 Modules" in text(pilot)
        await press(pilot, "5", "5")
        assert type(pilot.app.screen) is first
        await press(pilot, "2")
        assert "Use lines and what they miss" in text(pilot)


async def test_kinds_ages_growth_and_who_runs_where_are_shown() -> None:
    async with opened(Clinic()) as pilot:
        await press(pilot, "c")
        seen = " ".join(text(pilot).split())
        assert "archives 8.4 GB ━" in seen
        assert "30–89 days ago 1.0 GB ━" in seen
        assert "+1.2 GB in 2 days" in seen
        assert "! gopls 4802 uses build, module in /src/galaxy" in seen
        assert "Cannot be seen: other users, other namespaces" in seen


async def test_where_there_is_little_room_one_page_is_shown_and_tab_goes_on() -> None:
    async with opened(Clinic(), size=(80, 24)) as pilot:
        await press(pilot, "c")
        assert "▸Cleaning" in text(pilot)
        assert "archives" not in text(pilot)
        for title, words in (
            ("Health", "x reads every entry"),
            ("Modules", "example.com/big@v1.0.0"),
            ("Trash", "move what was unused"),
            ("Running", "gopls 4802"),
            ("Build cache", "archives"),
        ):
            await press(pilot, "tab")
            assert f"▸{title}" in text(pilot)
            assert words in text(pilot)
        await press(pilot, "shift+tab")
        assert "▸Running" in text(pilot)


async def test_module_versions_are_sorted_and_filtered_by_name_and_need() -> None:
    async with opened(Clinic()) as pilot:
        await press(pilot, "c", "tab", "tab")
        table = pilot.app.screen.query_one("#versions", TablePane).table
        assert [row.name for row in table.rows] == [
            "go1.25.1",
            "example.com/big@v1.0.0",
            "example.com/old@v0.1.0",
        ]
        await press(pilot, "s", "s")
        assert "longest unused first" in text(pilot)
        assert next(row.name for row in table.rows) == "example.com/old@v0.1.0"
        await press(pilot, "slash", *"nobody ex", "enter")
        assert [row.name for row in table.rows] == ["example.com/big@v1.0.0"]
        assert "1 of 3  /nobody ex" in text(pilot)


async def test_thousands_of_versions_sort_and_filter_at_once() -> None:
    many = tuple(ModuleVersion(f"example.com/m{n}", "v1.0.0", n, has_tree=True) for n in range(10_000))
    whole = facts(module_cache=ModuleCache(MODULE, True, many))
    async with opened(Clinic(report(facts=whole))) as pilot:
        await press(pilot, "c", "tab", "tab")
        pane = pilot.app.screen.query_one("#versions", TablePane)
        began = time.process_time()
        pilot.app.screen.sort += 1
        pane.words = "m99"
        took = time.process_time() - began
        await pilot.pause()
        assert len(pane.table.rows) == 111  # m99, m990 to m999, m9900 to m9999
        assert took < 0.5


async def test_chosen_tiers_are_summed_without_counting_twice() -> None:
    async with opened(Clinic()) as pilot:
        await press(pilot, "c")
        await choose(pilot, "clean-unused-entries", "clean-vcs")
        assert "2 chosen: 1.3 GB" in text(pilot)
        assert "Costs: a rebuild of what is needed again; a clone" in text(pilot)
        await choose(pilot, "clean-build-cache")
        assert "3 chosen: 12.7 GB" in text(pilot)
        assert "[·]" in text(pilot), "what another takes along is marked"
        await choose(pilot, "clean-fuzz-corpus")
        assert "! no build brings all of that back" in text(pilot)


async def test_the_chosen_tiers_are_previewed_one_after_the_other_and_their_values_asked() -> None:
    record = Clinic()
    async with opened(record) as pilot:
        await press(pilot, "c")
        await choose(pilot, "clean-unused-entries", "clean-vcs")
        await pilot.press("p")
        await until(pilot, lambda: "unused for 5 days" in text(pilot))
        await pilot.press("tab", *"45", "enter")
        await until(pilot, lambda: "can be undone" in text(pilot))
        await pilot.press("a")
        await until(pilot, lambda: "preview clean-vcs" in record.asked)
        await until(pilot, lambda: "can be undone" in text(pilot))
        await pilot.press("escape")
        await settled(pilot)
        assert pilot.app.screen.query_one("#cleaning").chosen == {"clean-vcs"}, "what was left stays chosen"
    assert record.asked == [
        "examine",
        "preview clean-unused-entries 45",
        "apply",
        "preview clean-vcs",
        "examine",
    ]


async def test_a_value_that_is_none_may_be_given_anew() -> None:
    record = Clinic()

    def preview(*arguments: object) -> Plan:
        if arguments[-1] == "soon":
            raise Undecided("'soon' is not a number of days")
        return record.preview(*arguments)  # type: ignore[arg-type]

    async with opened(record) as pilot:
        app = doctor(pilot)
        app.verbs = replace(app.verbs, preview=preview)
        await press(pilot, "c")
        await choose(pilot, "clean-unused-entries")
        await pilot.press("p")
        await until(pilot, lambda: "unused for 5 days" in text(pilot))
        await pilot.press("tab", *"soon", "enter")
        await until(pilot, lambda: "'soon' is not a number of days" in text(pilot))
        await until(pilot, lambda: "unused for 5 days" in text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "can be undone" in text(pilot))
        assert "refused" not in text(pilot)


async def test_a_scan_tells_how_far_it_is_pauses_goes_on_and_its_verdict_is_taken_over() -> None:
    record = Clinic()
    async with opened(record) as pilot:
        await press(pilot, "c", "tab")
        await pilot.press("x")
        await until(pilot, lambda: "3.0 GB of 12.0 GB" in text(pilot))
        seen = text(pilot)
        assert "25 %" in seen
        assert "50,000 of 188,000 entries" in seen
        assert "300 MB/s" in seen
        assert "30 s left" in seen
        assert "x pause" in seen
        await pilot.press("x")
        await until(pilot, lambda: "25 %  paused" in text(pilot) and "x go on" in text(pilot))
        assert record.paused.is_set()
        await pilot.press("x")
        assert not record.paused.is_set()
        record.release.set()
        await until(pilot, lambda: "✗ 1 corrupt" in text(pilot))
        await settled(pilot)
        assert "galaxy.io/api" in text(pilot), "the package that it belongs to"
        assert "its content is not the one" in text(pilot)
        assert "build_health" in doctor(pilot).settings.wanted, "a later examination looks again"
        await pilot.press("p")
        await until(pilot, lambda: "preview heal-build-cache" in record.asked)


async def test_a_scan_goes_on_when_the_screen_is_left_and_is_stopped_by_a_key() -> None:
    record = Clinic()
    async with opened(record) as pilot:
        await press(pilot, "c")
        await pilot.press("x")
        await until(pilot, lambda: "3.0 GB of 12.0 GB" in text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "1 Modules" in text(pilot))
        assert doctor(pilot).scanning[ENTRIES].running
        await pilot.press("c")
        await until(pilot, lambda: "3.0 GB of 12.0 GB" in text(pilot))
        await pilot.press("X")
        await until(pilot, lambda: "Stopped." in text(pilot))
        await settled(pilot)
        await pilot.press("X")
        await until(pilot, lambda: record.asked[-1] == "scan again")
        record.release.set()
        await settled(pilot)
    assert record.asked == ["examine", "scan", "scan again", "examine"]


async def test_modules_are_verified_by_a_key_of_their_own_beside_the_entries() -> None:
    record = Clinic()
    async with opened(record) as pilot:
        await press(pilot, "c")
        assert "v verify modules" in text(pilot)
        await pilot.press("x", "v")
        await until(pilot, lambda: "50,000 of 188,000 versions" in text(pilot))
        assert "50,000 of 188,000 entries" in text(pilot)
        await pilot.press("v")
        await until(pilot, lambda: "v go on" in text(pilot))
        assert (text(pilot).count("  paused"), "x pause" in text(pilot)) == (1, True)
        await pilot.press("V")
        await until(pilot, lambda: "kept: v goes on" in text(pilot))
        assert doctor(pilot).scanning[ENTRIES].running
        await pilot.press("X", "v")
        await until(pilot, lambda: record.asked[-1] == "scan modules")
        record.release.set()
        await until(pilot, lambda: "✗ 1 bad of 3 versions" in text(pilot))
        await settled(pilot)
        assert doctor(pilot).settings.wanted == {"module_health"}
        pilot.app.screen.query_one("#health Table").focus()
        await pilot.press("end", "p")
        await until(pilot, lambda: record.asked[-1] == "preview restore-modules")


async def test_what_kept_a_scan_from_looking_is_said() -> None:
    def fails(*arguments: object) -> Report:
        why = "there is no build cache"
        return report(probes=(Probe("build_health", ProbeStatus.SKIPPED, why),))

    record = Clinic()
    async with opened(record) as pilot:
        app = doctor(pilot)
        app.verbs = replace(app.verbs, caches=replace(app.verbs.caches, scan=fails))
        await press(pilot, "c", "x")
        await until(pilot, lambda: "✗ there is no build cache" in text(pilot))
    assert record.asked == ["examine"]


async def test_a_verdict_tells_what_the_scan_read_and_many_kinds_share_a_bar() -> None:
    kinds = tuple(Share(kind, 10, 1_000_000 * (9 - n)) for n, kind in enumerate(Kind))
    record = Clinic(report(facts=facts(build_cache=replace(facts().build_cache, kinds=kinds))))
    record.release.set()
    async with opened(record) as pilot:
        await press(pilot, "c")
        assert "4 more kinds 10.0 MB" in " ".join(text(pilot).split())  # 4 + 3 + 2 + 1
        assert "Not known before a scan" not in text(pilot)
        await press(pilot, "down", "down")
        assert "Not known before a scan: x" in text(pilot)
        await press(pilot, "x")
        record.reports = [sick()]
        health = record.reports[0].facts.build_health
        again = replace(record.reports[0].facts, build_health=replace(health, read=0, seconds=0.1))
        record.reports = [replace(record.reports[0], facts=again)]
        await press(pilot, "r")
        await settled(pilot)
        assert "9.0 GB in 31 s" in " ".join(text(pilot).replace("│", " ").split())


async def test_where_there_is_no_build_cache_its_whole_folder_is_told() -> None:
    there = "/home/gopher/a/long/way/below/that/does/not/fit/go-build"
    none = BuildCache(there, exists=False)
    async with opened(Clinic(report(facts=facts(build_cache=none)))) as pilot:
        await press(pilot, "c")
        said = "".join(line.split("│")[1] for line in lines(pilot) if line.count("│") > 1)
        assert there in said.replace(" ", "")


async def test_nothing_is_previewed_for_a_healthy_cache() -> None:
    health = BuildHealth(BUILD, 188_000, 12, 187_988, read=4096, seconds=1.0)
    record = Clinic(report(facts=facts(build_health=health)))
    async with opened(record) as pilot:
        await press(pilot, "c", "tab", "p")
        assert "✓ 188,000 entries healthy · 4.1 kB in 1 s" in text(pilot)
    assert record.asked == ["examine"]


async def test_the_trash_is_brought_back_or_deleted_after_asking() -> None:
    record = Clinic()
    async with opened(record) as pilot:
        await press(pilot, "c", "tab", "tab", "tab")
        assert "Trash 1.9 GB · 1 treatment" in text(pilot)
        await press(pilot, "b")
        await settled(pilot)
        assert "✓ undone: move what was unused" in text(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "cannot be brought back" in text(pilot))
        await press(pilot, "enter")
        assert "apply" not in record.asked, "the first answer keeps it"
        await pilot.press("E")
        await until(pilot, lambda: "cannot be brought back" in text(pilot))
        await pilot.press("down", "enter")
        await settled(pilot)
    assert [asked for asked in record.asked if asked != "examine"] == [
        "restore 20260301-1",
        "empty 1",
        "apply",
    ]


async def test_a_refusal_to_bring_back_is_told() -> None:
    record = Clinic()
    record.objection = "go has made it anew"
    async with opened(record) as pilot:
        await press(pilot, "c", "tab", "tab", "tab", "b")
        assert "! refused: go has made it anew" in text(pilot)


async def test_what_is_not_known_is_said_and_strange_names_are_only_words() -> None:
    odd = ModuleVersion("[/tmp/x] [b]", "v1\n", 5, has_tree=True)
    strange = facts(
        build_cache=None,
        module_cache=ModuleCache(MODULE, True, (odd,)),
        processes=(Process(1, "[red]go", "/tmp/[/x]\x1b"),),
        build_health=BuildHealth(BUILD, 1, 1, bad=(replace(BAD, name="[/x]", blame="[setup failed]"),)),
    )
    async with opened(Clinic(report(facts=strange))) as pilot:
        await press(pilot, "c")
        seen = text(pilot)
        assert "not examined" in seen
        assert "[/tmp/x] [b]@v1\\n" in seen
        assert "[red]go 1  uses build, module  in /tmp/[/x]\\x1b" in seen
        assert "[setup failed]" in seen


async def test_each_page_is_there_while_nothing_is_known() -> None:
    record = Clinic()
    record.hold.clear()
    async with opened(record, ended=False) as pilot:
        await pilot.press("c", "tab", "space", "p", "s", "x", "X")
        await until(pilot, lambda: "Stopped." in text(pilot))
        record.release.set()
        record.hold.set()
        await settled(pilot)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 50)])
async def test_no_line_is_wider_than_the_screen_and_the_total_is_seen(size: tuple[int, int]) -> None:
    async with opened(Clinic(sick()), size=size) as pilot:
        await press(pilot, "c")
        await choose(pilot, "clean-unused-entries", "clean-vcs")
        assert "2 chosen: 1.3 GB" in text(pilot)
        assert all(len(line) <= size[0] for line in lines(pilot))


async def test_a_real_cache_is_scanned_and_its_corrupt_entry_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache of three outputs, one of which had a byte changed: through the real verbs."""
    cache = tmp_path / "cache"
    names = [put(cache, f"output {n}".encode()) for n in range(3)]
    names[0].write_bytes(b"Output 0")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    monkeypatch.setenv("GOCACHE", str(cache))
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "GOPATH", "GOMODCACHE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    app = DoctorApp(tmp_path / "m", Settings(execute=False))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: app.report is not None and app.examination is None, 20)
        await pilot.press("c")
        await pilot.press("x")
        await until(pilot, lambda: "✗ 1 corrupt" in text(pilot), 20)
        await until(pilot, lambda: app.report and app.report.facts.build_health is not None, 20)
        assert app.report
        assert app.report.facts.build_health
        assert [entry.name for entry in app.report.facts.build_health.bad] == [
            f"{names[0].parent.name}/{names[0].name}"
        ]


def put(cache: Path, content: bytes) -> Path:
    """An output under the name that go gives it, older than anything that is being written."""
    id = hashlib.sha256(content).hexdigest()
    file = cache / id[:2] / f"{id}-d"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file

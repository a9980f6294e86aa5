"""Make the pictures of this folder from the demo repository: python screenshots/make.py

Each is the real app, driven by keys, on a fresh demo (a code puts the cursor on its first finding). What
differs from machine to machine (caches, disks, processes, times) is put in, so that the pictures change
only when the app or the demo does.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import caches
import migration
from msgspec.structs import replace

from goworkdoctor.checks.catalogue import rule
from goworkdoctor.config import Settings
from goworkdoctor.demo import write_demo
from goworkdoctor.doctor.judge import judge
from goworkdoctor.model.clinic import Kept
from goworkdoctor.model.facts import Facts, Toolchain
from goworkdoctor.model.finding import Finding
from goworkdoctor.model.plan import Plan, Receipt, Treatment
from goworkdoctor.model.report import Report
from goworkdoctor.tui.app import DoctorApp
from goworkdoctor.tui.caching import CacheVerbs
from goworkdoctor.tui.panes.frame import TablePane
from goworkdoctor.tui.verbs import Verbs

HERE = Path(__file__).parent
PICTURES: tuple[tuple[str, tuple[int, int], str, tuple[str, ...]], ...] = (
    ("home", (120, 40), "goworkdoctor-dark", ()),
    ("home-light", (120, 40), "goworkdoctor-light", ("6", "GW102")),
    ("finding", (120, 40), "goworkdoctor-dark", ("6", "GW102", "enter")),
    ("preview", (120, 40), "goworkdoctor-dark", ("6", "GW102", "enter", "p")),
    ("narrow", (80, 24), "goworkdoctor-dark", ()),
    ("wide", (200, 50), "goworkdoctor-dark", ("6", "GT201")),
    ("caches", (120, 40), "goworkdoctor-dark", ("c", *"jj", "space", *"jj", "space")),
    ("migration", (120, 40), "goworkdoctor-dark", ("m", "v", "enter", "a", "v")),
)


def examine(start: Path, settings: Settings, tell: Callable[[Report], None], cancelled: Event) -> Report:
    """The real examination, with this machine taken out of it."""
    report = Verbs().examine(start, settings, tell, cancelled)
    facts = replace(
        report.facts,
        toolchain=replace(report.facts.toolchain or Toolchain(), version="go1.26.8"),
        **caches.facts(),
    )
    kept = [finding for finding in report.findings if not finding.code.startswith("GC")]
    corrupt = judge(facts, rule("GC601"))[0]
    findings = tuple(sorted((*kept, *corrupt), key=lambda finding: finding.order))
    return replace(report, seconds=0.3, facts=facts, findings=findings)


def preview(facts: Facts, treatment: Treatment, findings: tuple[Finding, ...], choice: str | None) -> Plan:
    """The real preview; where go names the folder of the demo, as you would have it."""
    plan = Verbs().preview(facts, treatment, findings, choice)
    return replace(plan, notes=tuple(note.replace(str(facts.root), "/home/you/shop") for note in plan.notes))


def trash(root: Path) -> tuple[Kept, ...]:
    """What the examination says of it, and by which treatment."""
    title = "move what was unused for 5 days out of the build cache"
    when = "2026-11-18T09:12:04+00:00"
    receipt = Receipt("7", "clean-unused-entries", title, root, when, "applied", True)
    return tuple(Kept(one, receipt) for cache in caches.facts()["caches"] for one in cache.trash)


async def picture(demo: Path, name: str, size: tuple[int, int], theme: str, keys: tuple[str, ...]) -> None:
    """One SVG."""
    app = DoctorApp(
        demo,
        Settings(),
        Verbs(
            examine=examine, preview=preview, caches=CacheVerbs(trash=trash), migration=migration.Timeless()
        ),
    )
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        while app.report is None or app.examination is not None:
            await pilot.pause(0.05)
        for key in keys:
            if key.isupper():
                point_at(app, key)
            else:
                await pilot.press(key)
            while app.examination is not None:
                await pilot.pause(0.05)
            await app.workers.wait_for_complete()
            await pilot.pause()
        await pilot.pause(0.5)  # scrollbars come when all else is drawn
        svg = app.export_screenshot(title="goworkdoctor")
        assert str(demo.parent) not in svg.replace("&#160;", " "), f"{name} shows a path of this machine"
        (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")


def point_at(app: DoctorApp, code: str) -> None:
    """Put the cursor on the first finding of that rule."""
    assert app.report is not None
    finding = next(finding for finding in app.report.findings if finding.code == code)
    app.screen.query_one("#findings", TablePane).table.select(finding.fingerprint)


async def main() -> None:
    os.environ["TEXTUAL_ANIMATIONS"], os.environ["TZ"] = "none", "UTC"
    time.tzset()
    os.environ.pop("NO_COLOR", None)
    folder = Path(tempfile.gettempdir()) / "goworkdoctor-screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    os.environ["XDG_STATE_HOME"] = os.environ["XDG_CACHE_HOME"] = str(folder)
    demo = write_demo(folder / "shop")
    for name, size, theme, keys in PICTURES:
        if name == "migration":
            migration.unmigrated(demo)
        await picture(demo, name, size, theme, keys)
    shutil.rmtree(folder)


if __name__ == "__main__":
    asyncio.run(main())

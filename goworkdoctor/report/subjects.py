"""One line for each thing examined: modules, workspace, tests, staging, submodules, caches, disk, go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from goworkdoctor.model.facts import Cache, Facts, ModuleKind
from goworkdoctor.report.counts import count
from goworkdoctor.report.page import bytes_as_text, number, plural

Line = tuple[str, str]


def lines(facts: Facts) -> Iterator[Line]:
    """(subject, sentence) for all that was looked at and is there; nothing for what is not there."""
    for subject, say in SUBJECTS.items():
        if text := say(facts):
            yield subject, text


def _modules(facts: Facts) -> str:
    if facts.modules is None:
        return ""
    kinds = Counter(module.kind for module in facts.counted_modules)
    parts = [f"{number(kinds[kind])} {kind.value}" for kind in ModuleKind if kinds[kind]]
    ignored = Counter(str(module.ignored_because) for module in facts.modules if module.ignored)
    text = plural(len(facts.counted_modules), "module")
    if len(parts) > 1:
        text += f": {', '.join(parts)}"
    if ignored:
        text += f"; {number(ignored.total())} left out ({', '.join(sorted(ignored))})"
    return text


def _workspace(facts: Facts) -> str:
    if facts.workspaces is None:
        return ""
    stray = facts.workspaces.stray
    elsewhere = f"; {plural(len(stray), 'other go.work', 'other go.work files')}" if stray else ""
    workspace = facts.workspace
    if facts.workspaces.off:
        return f"off: GOWORK=off{elsewhere}"
    if workspace is None:
        return (facts.workspaces.problem or "none: every module stands alone") + elsewhere
    if workspace.work is None:
        return f"{workspace.file} does not parse{elsewhere}"
    modules = [module.dir for module in facts.counted_modules]
    used = sum(dir in workspace.used_dirs for dir in modules)
    stale = sum(not use.exists for use in workspace.uses)
    go = f", go {workspace.work.go}" if workspace.work.go else ""
    by = ", by GOWORK" if workspace.origin == "GOWORK" else ""
    missing = f", {plural(stale, 'use line')} pointing nowhere" if stale else ""
    return f"{workspace.file}{go}{by}: uses {number(used)} of {number(len(modules))}{missing}{elsewhere}"


def _tests(facts: Facts) -> str:
    if facts.packages is None:
        return ""
    counts = count(facts)
    tests = counts.tests
    text = f"{plural(tests.total, 'test function')} in {plural(counts.packages, 'package')}"
    if tests.total:
        text += f"; `go test ./...` reaches {number(counts.tests_reached_by_root)}"
        if facts.workspace:
            text += f", `go test work` {number(counts.tests_reached_by_work)}"
    if tests.tag_gated:
        text += f"; {number(tests.tag_gated)} more behind build constraints"
    if tests.specs:
        text += f"; {plural(tests.specs, 'Ginkgo spec')}"
    return text


def _staging(facts: Facts) -> str:
    if not facts.staging:
        return ""
    used = sum(bool(module.in_workspace) for module in facts.staging)
    published = sum(bool(module.published) for module in facts.staging)
    changed = sum(bool(module.dirty) for module in facts.staging)
    text = plural(len(facts.staging), "module")
    if facts.workspace:
        text += f", {number(used)} in the workspace"
    if any(module.published is not None for module in facts.staging):
        text += f", {number(published)} published"
    return text + (f", {number(changed)} with uncommitted changes" if changed else "")


def _git_submodules(facts: Facts) -> str:
    if not facts.git_submodules:
        return ""
    absent = sum(not submodule.initialised for submodule in facts.git_submodules)
    dirty = sum(submodule.dirty for submodule in facts.git_submodules)
    text = plural(len(facts.git_submodules), "git submodule")
    if absent:
        text += f", {number(absent)} not initialised"
    return text + (f", {number(dirty)} with uncommitted changes" if dirty else "")


def _caches(facts: Facts) -> str:
    caches = [cache for cache in facts.caches or () if cache.exists]
    trash = sum(one.bytes for cache in caches for one in cache.trash)
    parts = [f"{cache.kind} {bytes_as_text(cache.bytes)}{_reclaimable(cache)}" for cache in caches]
    return " · ".join(parts + ([f"trash {bytes_as_text(trash)}"] if trash else []))


def _reclaimable(cache: Cache) -> str:
    """What a cleaning would free at the price of rebuilding what is needed again, where that is a tenth."""
    worth_it = cache.stale and cache.stale * 10 >= cache.bytes
    return f" ({bytes_as_text(cache.stale)} unused for 5 days)" if cache.stale and worth_it else ""


def _build_cache(facts: Facts) -> str:
    found, health = facts.build_cache, facts.build_health
    if not found or not found.entries:
        return ""
    largest = sorted(found.kinds, key=lambda share: -share.bytes)[:3]
    about = "about " if found.estimated else ""
    kinds = ", ".join(f"{share.kind} {about}{bytes_as_text(share.bytes)}" for share in largest)
    text = f"{plural(found.entries, 'entry', 'entries')}: {kinds}"
    if found.growth:
        change = "grew" if found.growth > 0 else "shrank"
        text += f"; {change} by {bytes_as_text(abs(found.growth))} since the last time"
    if health:
        text += f"; {number(len(health.bad))} corrupt" if health.bad else "; none corrupt"
        text += f"; {_dangling(health.dangling)}" if health.dangling else ""
    if unread := {*found.unreadable, *(health.unreadable if health else ())}:
        text += f"; {number(len(unread))} may not be read"
    return text


def _dangling(count: int) -> str:
    return f"{plural(count, 'index entry leads', 'index entries lead')} nowhere, which go makes good"


def _module_cache(facts: Facts) -> str:
    found, health = facts.module_cache, facts.module_health
    if not found or not (found.versions or found.unreadable):
        return ""
    modules, toolchains = found.modules, found.toolchains
    text = (
        f"{plural(len(modules), 'version')}: "
        f"extracted {bytes_as_text(sum(one.tree_bytes for one in modules))}, "
        f"zips {bytes_as_text(sum(one.zip_bytes for one in modules))}"
    )
    if toolchains:
        size = bytes_as_text(sum(one.bytes for one in toolchains))
        text += f"; {plural(len(toolchains), 'toolchain')}, {size}"
    if found.vcs_bytes:
        text += f"; cloned repositories {bytes_as_text(found.vcs_bytes)}"
    if health:
        text += f"; {number(len(health.bad))} bad" if health.bad else "; none bad"
    if found.unreadable:
        text += f"; {plural(len(found.unreadable), 'folder')} may not be read"
    return text


def _disk(facts: Facts) -> str:
    if not facts.disk:
        return ""
    tightest = min(facts.disk, key=lambda disk: disk.free)
    return f"{bytes_as_text(tightest.free)} free of {bytes_as_text(tightest.total)} at {tightest.dir}"


def _go(facts: Facts) -> str:
    if facts.toolchain is None or not facts.toolchain.path:
        return ""
    running = Counter(process.name for process in facts.processes or ())
    text = f"{facts.toolchain.version or 'go'} at {facts.toolchain.path}"
    if running:
        names = ", ".join(f"{name} ×{n}" if n > 1 else name for name, n in sorted(running.items()))
        text += f"; running now: {names}"
    return text


SUBJECTS: dict[str, Callable[[Facts], str]] = {
    "Modules": _modules,
    "Workspace": _workspace,
    "Tests": _tests,
    "Staging": _staging,
    "Submodules": _git_submodules,
    "Caches": _caches,
    "Build cache": _build_cache,
    "Module cache": _module_cache,
    "Disk": _disk,
    "Go": _go,
}


def where(facts: Facts) -> str:
    """`/src/repo  main@3f2c9e1, 2 changed files`."""
    text = str(facts.root if facts.root != Path() else Path.cwd())
    checkout = facts.checkout
    if checkout is None:
        return text
    if checkout.head:
        text += f"  {checkout.branch or 'detached HEAD'}@{checkout.head[:7]}"
    elif facts.tree and facts.tree.git:
        text += "  no commit yet"
    return text + (f", {plural(len(checkout.dirty), 'changed file')}" if checkout.dirty else "")

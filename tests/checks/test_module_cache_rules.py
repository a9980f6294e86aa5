"""What is said of the module cache: orphans, toolchains, modified modules."""

from __future__ import annotations

from msgspec.structs import replace

from goworkdoctor.checks.catalogue import rule
from goworkdoctor.doctor.judge import judge
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Confidence, Severity
from goworkdoctor.model.modulecache import BadModule, ModuleCache, ModuleHealth, ModuleRoot, ModuleVersion
from goworkdoctor.model.report import ProbeStatus
from tests.builders import ROOT
from tests.checks.examined import said, severities

HERE = ModuleRoot(".", "this checkout")
OTHER = ModuleRoot("../other", "the setting roots")
GONE = ModuleRoot("../gone", "the journal", "it is gone")


def version(path: str, *needed_by: str, version: str = "v1.0.0", bytes: int = 1_000_000) -> ModuleVersion:
    return ModuleVersion(path, version, tree_bytes=bytes, has_tree=True, needed_by=needed_by)


def sdk(go: str, *needed_by: str, platform: str = "linux-amd64") -> ModuleVersion:
    return version("golang.org/toolchain", *needed_by, version=f"v0.0.1-go{go}.{platform}", bytes=250_000_000)


def cached(*versions: ModuleVersion, roots: tuple[ModuleRoot, ...] = (HERE, OTHER)) -> Facts:
    return Facts(ROOT, module_cache=ModuleCache("/mod", True, versions, roots=roots))


def sick(*bad: BadModule, **more: object) -> Facts:
    return Facts(ROOT, module_health=ModuleHealth("/mod", 9, bad=bad, **more))  # type: ignore[arg-type]


def test_orphans_are_told_in_one_sentence_with_who_was_asked() -> None:
    facts = cached(version("x.com/a", "."), version("x.com/b"), version("x.com/c"), roots=(HERE, OTHER, GONE))
    (seen,) = said("GC603", facts)
    assert seen.message == (
        "2 of 3 module versions in the module cache, 2.0 MB, are named by no go.mod or go.sum of any of "
        "the 2 checkouts that were asked"
    )
    assert seen.confidence is Confidence.LIKELY
    assert [one.text for one in seen.evidence] == [
        "asked: . (this checkout)",
        "asked: ../other (the setting roots)",
        "asked: ../gone (the journal); not: it is gone",
        "x.com/b@v1.0.0: 1.0 MB",
        "x.com/c@v1.0.0: 1.0 MB",
    ]


def test_where_only_this_checkout_was_asked_it_is_a_guess() -> None:
    (seen,) = said("GC603", cached(version("x.com/a"), roots=(HERE, GONE)))
    assert seen.confidence is Confidence.UNKNOWN
    assert seen.message.endswith("is named by no go.mod or go.sum of this checkout")


def test_toolchains_and_needed_modules_are_no_orphans() -> None:
    assert not said("GC603", cached(version("x.com/a", "."), sdk("1.24.1")))


def test_an_unused_toolchain_is_told_once_for_all_its_platforms() -> None:
    facts = cached(
        sdk("1.24.1"),
        sdk("1.24.1", platform="linux-arm64"),
        sdk("1.25.0", "."),
        sdk("1.23.0"),
        version("x.com/a"),
    )
    assert [(seen.subject, seen.message) for seen in said("GC605", facts)] == [
        (
            "go1.24.1",
            "go1.24.1 (linux-amd64, linux-arm64) takes 500.0 MB in the module cache, and none of 2 known "
            "checkouts asks for it",
        ),
        (
            "go1.23.0",
            "go1.23.0 (linux-amd64) takes 250.0 MB in the module cache, and none of 2 known checkouts "
            "asks for it",
        ),
    ]


def test_each_bad_module_is_an_error_with_what_changed_and_what_must_go() -> None:
    bad = BadModule("x.com/A", "v1.0.0", ("tree",), "its files have been modified", ("l.go (changed)",))
    (seen,) = said("GC606", sick(bad))
    assert seen.message == "x.com/A@v1.0.0: its files have been modified"
    assert [one.text for one in seen.evidence] == ["l.go (changed)", "must go: x.com/!a@v1.0.0"]
    assert severities("GC606", sick(bad)) == [Severity.ERROR]


def test_a_hash_that_go_makes_anew_is_a_note_without_a_treatment() -> None:
    bad = BadModule("x.com/a", "v1.0.0", (), "its .ziphash is missing")
    (seen,) = said("GC606", sick(bad))
    assert (seen.severity, seen.treatments) == (Severity.INFO, ())


def test_what_could_not_be_read_is_not_called_healthy() -> None:
    asked = rule("GC606")
    assert asked
    findings, probe = judge(sick(unreadable=("x.com/a@v1.0.0",)), asked)
    assert not findings
    why = "this user may not read x.com/a@v1.0.0 in the module cache"
    assert (probe.status, probe.why) == (ProbeStatus.SKIPPED, why)


def test_without_a_cache_nothing_is_said() -> None:
    empty = replace(cached(), module_cache=ModuleCache("/mod"), module_health=ModuleHealth("/mod"))
    assert not [seen for code in ("GC603", "GC605", "GC606") for seen in said(code, empty)]

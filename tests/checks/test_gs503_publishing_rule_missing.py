"""GS503: staging folders and publishing rules do not fit."""

from __future__ import annotations

from msgspec.structs import replace

from goworkdoctor.model.finding import Confidence
from tests.checks.examined import said
from tests.checks.staging import API, CLIENT, FILE, a_staged, entry, repository, root, rules

GONE = "staging/src/ex.com/gone"


def test_a_module_without_a_rule_is_never_published() -> None:
    seen = repository(root(), a_staged(API), a_staged(CLIENT), publishing=rules(("api", [entry(API)])))
    (one,) = said("GS503", seen)
    assert (one.subject, one.path, one.message) == (CLIENT, FILE, f"{FILE} has no rule for {CLIENT}")


def test_without_rules_nothing_is_expected() -> None:
    assert not said("GS503", repository(root(), a_staged(API)))


def test_a_module_inside_a_published_folder_is_published_with_it() -> None:
    given = rules(("api", [entry(API)]))
    assert not said("GS503", repository(root(), a_staged(API), a_staged(f"{API}/examples"), publishing=given))


def test_a_rule_whose_folder_is_gone_fails() -> None:
    given = rules(("api", [entry(API)]), ("gone", [entry(GONE, line=9)]))
    (one,) = said("GS503", repository(root(), a_staged(API), publishing=given))
    assert (one.subject, one.line) == (f"{FILE}: gone", 9)
    assert f"publishes {GONE} from main to gone, but that folder is gone" in one.message


def test_old_branches_may_name_folders_that_are_gone_here() -> None:
    given = rules(("api", [entry(API)]), ("gone", [entry(GONE, branch="release-1")]))
    assert not said("GS503", repository(root(), a_staged(API), publishing=given))


def test_a_folder_without_a_module_is_there() -> None:
    given = rules(("api", [entry(API)]), ("gone", [entry(GONE)]))
    assert not said(
        "GS503", repository(root(), a_staged(API), files=(f"{GONE}/README.md",), publishing=given)
    )


def test_a_module_that_only_other_branches_publish_is_told_so() -> None:
    given = rules(("api", [entry(API)]), ("client", [entry(CLIENT, branch="release-1")]))
    (one,) = said("GS503", repository(root(), a_staged(API), a_staged(CLIENT), publishing=given))
    assert one.message == f"{FILE} publishes {CLIENT} from release-1, but not from main"


def test_the_branch_that_is_checked_out_is_judged() -> None:
    given = rules(("api", [entry(API), entry(API, branch="release-1")]), ("client", [entry(CLIENT)]))
    staged = a_staged(API), a_staged(CLIENT)
    (one,) = said("GS503", repository(root(), *staged, branch="release-1", publishing=given))
    assert (one.subject, one.confidence) == (CLIENT, Confidence.CERTAIN)
    assert not said("GS503", repository(root(), *staged, publishing=given))


def test_on_a_branch_of_ones_own_the_development_branch_is_meant() -> None:
    given = rules(("api", [entry(API, branch="master"), entry(API, branch="release-1")]))
    for branch in ("", "my-fix"):
        seen = repository(root(), a_staged(API), a_staged(CLIENT), branch=branch, publishing=given)
        (one,) = said("GS503", seen)
        assert one.confidence is Confidence.LIKELY


def test_where_no_development_branch_is_named_nothing_is_judged() -> None:
    given = rules(("api", [entry(GONE, branch="release-1")]))
    assert not said("GS503", repository(root(), a_staged(API), publishing=given))


def test_rules_that_cannot_be_read_are_told() -> None:
    (one,) = said("GS503", repository(root(), a_staged(API), publishing=rules(error="not YAML: x")))
    assert "is not understood, so nothing is published by it: not YAML: x" in one.message


def test_a_rule_that_names_no_folder_means_its_destination() -> None:
    given = rules(("api", [replace(entry(API), dirs=())]))
    assert not said("GS503", repository(root(), a_staged(API), publishing=given))

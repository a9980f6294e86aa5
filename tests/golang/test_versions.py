"""Versions in order: Go's own as go/version has it, module versions as the go command's semver has it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goworkdoctor.golang import versions
from tests.golang.mod_oracle import ModOracle

GO = [
    *[
        "",
        "1",
        "1.0",
        "1.20",
        "1.20.0",
        "1.20rc1",
        "1.20.14",
        "1.21",
        "1.21rc1",
        "1.21rc2",
        "1.21rc10",
        "1.21beta1",
    ],
    *[
        "1.21alpha",
        "1.21.0",
        "1.21.3",
        "1.21.3rc1",
        "1.9",
        "1.10",
        "1.021",
        "01.21",
        "1.21.",
        "1.",
        "v1.21",
        "1.21-x",
    ],
    *[
        "go1.21",
        "2",
        "2.0",
        "1.99999999999999999999",
        "1.21rc01",
        "1.21rc",
        "1.21RC1",
        "1.x",
        "1.21.0\n",
        "١.٢",
    ],
]
SEMVER = [
    *[
        "",
        "v",
        "v1",
        "v1.2",
        "v1.2.0",
        "v1.2.3",
        "v1.2.3+meta",
        "v1.2.3+incompatible",
        "v10.0.0",
        "v9.0.0",
        "v01.0.0",
    ],
    *[
        "v1.0.0-alpha",
        "v1.0.0-alpha.1",
        "v1.0.0-alpha.beta",
        "v1.0.0-beta",
        "v1.0.0-beta.2",
        "v1.0.0-beta.11",
    ],
    *[
        "v1.0.0-rc.1",
        "v1.0.0",
        "v1.0.0-",
        "v1.0.0-0",
        "v1.0.0-00",
        "v1.0.0-0a",
        "v1.0.0--",
        "v1.0.0-a..b",
        "v1.0.0+",
    ],
    *[
        "v1.0-rc1",
        "v1+meta",
        "v1.2+incompatible",
        "1.0.0",
        "V1.0.0",
        "v1.0.0\n",
        "v1.0.0-1.2",
        "v1.0.0-1.a",
        "v1.0.0-é",
    ],
    *[
        "v0.0.0-20191109021931-daa7c04131f5",
        "v2.0.0-20191109021931-daa7c04131f5+incompatible",
        "v0.0.0-2019-daa7",
    ],
    *["v1.2.3-0.20191109021931-daa7c04131f5", "v1.2.10-0.20191109021931-daa7c04131f5+incompatible"],
    *["v1.2.0-0.20191109021931-daa7c04131f5", "v1.2.3-pre.0.20191109021931-daa7c04131f5", "v1.2.3-pre"],
    *["v1.2.3-0.0.20191109021931-daa7c04131f5", "v1.2.3-pre.0.20191109021931-daa7c04131f5+incompatible"],
    *[
        "v1.2.3-pre.20191109021931-daa7c04131f5",
        "v1.2.3-20191109021931-daa7c04131f5",
        "v1.0.0-20191109021931-da-a7",
    ],
]

NUMBERS = st.sampled_from(["0", "1", "2", "9", "10", "20", "21", "22", "01", "", "99999999999999999999"])
GO_VERSIONS = st.builds(
    lambda numbers, kind, pre: ".".join(numbers) + kind + pre,
    st.lists(NUMBERS, min_size=1, max_size=4),
    st.sampled_from(["", "", "rc", "beta", "alpha", "-x", "RC", "."]),
    st.sampled_from(["", "", "1", "2", "10", "01"]),
)
IDENTIFIERS = st.lists(
    st.sampled_from(["0", "1", "10", "01", "a", "rc1", "-", "1a", "A", "", "pre"]), max_size=4
)
STAMPS = st.sampled_from(["", "", "-20191109021931-daa7", ".20191109021931-daa7", "0.20191109021931-daa7"])
SEMVERS = st.builds(
    lambda numbers, pre, stamp, meta: f"v{'.'.join(numbers)}{'-' if pre else ''}{'.'.join(pre)}{stamp}{meta}",
    st.lists(NUMBERS, min_size=3, max_size=3) | st.lists(NUMBERS, min_size=1, max_size=4),
    IDENTIFIERS,
    STAMPS,
    st.sampled_from(["", "", "+incompatible", "+meta.1", "+"]),
)


def check_go(listed: list[str], mod_oracle: ModOracle) -> None:
    for version, told in zip(listed, mod_oracle.versions("go", listed), strict=True):
        assert versions.is_go(version) == told["Valid"], version
        assert [versions.compare_go(version, other) for other in listed] == told["Compare"], version


def check_semver(listed: list[str], mod_oracle: ModOracle) -> None:
    for version, told in zip(listed, mod_oracle.versions("semver", listed), strict=True):
        assert versions.is_valid(version) == told["Valid"], version
        assert versions.canonical(version) == told["Canonical"], version
        assert versions.major(version) == told["Major"], version
        assert versions.is_pseudo(version) == told["Pseudo"], version
        assert base(version) == (None if told["BaseError"] else told["Base"]), version
        assert [versions.compare_semver(version, other) for other in listed] == told["Compare"], version


def base(version: str) -> str | None:
    try:
        return versions.pseudo_base(version)
    except ValueError:
        return None


def test_go_versions_are_ordered_as_go_orders_them(mod_oracle: ModOracle) -> None:
    check_go([version for version in GO if "-" not in version], mod_oracle)


def test_module_versions_are_ordered_as_go_orders_them(mod_oracle: ModOracle) -> None:
    check_semver(SEMVER, mod_oracle)


# go/version cuts a toolchain's -suffix off, which a go line must not have: no "-" here.
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(listed=st.lists(GO_VERSIONS.filter(lambda version: "-" not in version), min_size=1, max_size=12))
def test_any_go_versions_are_ordered_as_go_orders_them(listed: list[str], mod_oracle: ModOracle) -> None:
    check_go(listed, mod_oracle)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(listed=st.lists(SEMVERS, min_size=1, max_size=12))
def test_any_module_versions_are_ordered_as_go_orders_them(listed: list[str], mod_oracle: ModOracle) -> None:
    check_semver(listed, mod_oracle)


def test_a_language_version_comes_before_its_candidates_and_releases() -> None:
    shuffled = ["1.21.0", "1.22", "1.21", "1.20", "1.21rc2", "1.21rc1"]
    assert sorted(shuffled, key=versions.go_key) == ["1.20", "1.21", "1.21rc1", "1.21rc2", "1.21.0", "1.22"]
    assert versions.compare_go("1.20", "1.20.0") == 0


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("go1.21.3", "1.21.3"),
        ("go1.21.3-custom", "1.21.3"),
        ("go1.21rc1 X:nocoverageredesign", "1.21rc1"),
        ("go1.2.3\tx", "1.2.3"),
        ("go1", "1"),
        ("default", ""),
        ("local", ""),
        ("1.21.3", ""),
        ("go1.21.3/../x", ""),
        ("go1.21.3-a\\b", ""),
        ("go1.x", ""),
        ("go", ""),
    ],
)
def test_a_toolchain_name_holds_a_go_version(name: str, version: str) -> None:
    """As cmd/go/internal/gover.FromToolchain says."""
    assert versions.toolchain_version(name) == version


@pytest.mark.parametrize(
    ("version", "minor"),
    [
        ("1.21", 21),
        ("1.21.3", 21),
        ("1.9rc2", 9),
        ("1", 0),
        ("", 0),
        ("go1.21", 0),
        ("1." + "9" * 5000, 999999999),
    ],
)
def test_a_go_version_has_a_minor(version: str, minor: int) -> None:
    assert versions.minor(version) == minor


def test_without_a_go_line_go_reads_a_module_as_1_16_and_a_workspace_as_1_18() -> None:
    assert (versions.IMPLICIT_GO_MOD, versions.IMPLICIT_GO_WORK) == ("1.16", "1.18")

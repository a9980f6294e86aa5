"""Every rule the doctor knows: adding a check is one file and one line here."""

from __future__ import annotations

from importlib import import_module

from goworkdoctor.model.finding import Rule

CHECKS = (
    "gc601_build_cache_corrupt",
    "gc602_build_cache_too_big",
    "gc603_orphan_modules",
    "gc604_disk_nearly_full",
    "gc605_unused_toolchains",
    "gc606_modified_modules",
    "gc607_lint_cache_shared",
    "gc608_cache_in_a_bad_place",
    "gc609_cache_program",
    "ge701_mod_flag_in_workspace",
    "ge702_modules_off",
    "ge706_no_go",
    "gm301_mod_does_not_parse",
    "gm302_sibling_not_required",
    "gm303_replace_leads_nowhere",
    "gm305_sibling_version_missing",
    "gm306_install_refused",
    "gm307_ignored_replace",
    "gm308_module_path_twice",
    "gm309_path_and_folder_disagree",
    "gm310_versions_drift",
    "gm311_not_tidy",
    "gm312_sum_hidden_by_workspace",
    "gs501_used_outside_workspace",
    "gs502_staging_not_served",
    "gs503_publishing_rule_missing",
    "gs504_publishing_dependency_missing",
    "gs505_staging_behind_root",
    "gs506_submodule_not_fetched",
    "gs507_forbidden_import",
    "gt201_tests_outside",
    "gt204_no_module_at_root",
    "gw101_module_outside_workspace",
    "gw102_stale_use",
    "gw103_module_twice_in_workspace",
    "gw104_work_go_line_too_low",
    "gw105_replacements_refused",
    "gw106_replacements_decided_by_order",
    "gw107_used_module_replaced",
    "gw108_foreign_workspace",
    "gw109_member_adopted_by_accident",
    "gw110_work_sum_parted",
    "gw111_workspace_vendor_inconsistent",
    "gw112_same_directory_used_twice",
    "gw113_work_does_not_parse",
)
"""File names of the checks, in the order of their codes; each exports its RULE."""

RULES: tuple[Rule, ...] = tuple(import_module(f"goworkdoctor.checks.{name}").RULE for name in CHECKS)


def rule(code: str) -> Rule | None:
    """The rule of that code, in any letter case."""
    return next((rule for rule in RULES if rule.code == code.upper()), None)

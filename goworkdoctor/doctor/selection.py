"""Which rules an examination asks, and which gatherers those need."""

from __future__ import annotations

from collections.abc import Iterable

from goworkdoctor.checks.catalogue import RULES
from goworkdoctor.config import Settings
from goworkdoctor.model.finding import Rule
from goworkdoctor.scan.catalogue import GATHERERS
from goworkdoctor.scan.gatherer import Gatherer

ALWAYS = frozenset({"modules"})


def selected_rules(settings: Settings) -> tuple[Rule, ...]:
    """The rules that `--select` and `--ignore` leave."""
    return tuple(rule for rule in RULES if settings.selects(rule.code))


def silenced_rules(settings: Settings) -> tuple[Rule, ...]:
    """The rules that the repository's own file silences: a reader of the report must see which."""
    return tuple(rule for rule in RULES if settings.left_out_by_file(rule.code))


def selected_gatherers(settings: Settings) -> tuple[Gatherer, ...]:
    """The gatherers that a selected rule needs; without `--select` also those that only inform.

    Modules are always looked for, so that an examination can say that there is nothing to examine.
    """
    wanted = _wanted(settings)
    return tuple(one for one in wanted if not one.deep or _deep_is_asked(one, settings))


def left_for_deep(settings: Settings) -> tuple[Gatherer, ...]:
    """The gatherers that would run too if the user had asked for --deep."""
    return tuple(one for one in _wanted(settings) if one.deep and not _deep_is_asked(one, settings))


def _deep_is_asked(gatherer: Gatherer, settings: Settings) -> bool:
    """By --deep, or by the full code of a rule that needs it; the repository's own file does not count."""
    codes = set(settings.select) - set(settings.config_select)
    named = (rule for rule in selected_rules(settings) if rule.code in codes)
    return (
        settings.deep
        or gatherer.name in settings.wanted
        or any(gatherer.name in rule.needs for rule in named)
    )


def _wanted(settings: Settings) -> tuple[Gatherer, ...]:
    rules = selected_rules(settings)
    wanted = {name for rule in rules for name in rule.needs} | ALWAYS | settings.wanted
    if not settings.select:
        wanted |= {gatherer.name for gatherer in GATHERERS if _informs(gatherer, rules)}
    wanted = _with_needs(wanted)
    return tuple(gatherer for gatherer in GATHERERS if gatherer.name in wanted)


def _informs(gatherer: Gatherer, rules: Iterable[Rule]) -> bool:
    """A gatherer for a family of rules does not run where all of that family is ignored."""
    return any(rule.code.startswith(gatherer.family) for rule in rules)


def _with_needs(wanted: set[str]) -> set[str]:
    by_name = {gatherer.name: gatherer for gatherer in GATHERERS}
    more = {need for name in wanted if name in by_name for need in by_name[name].needs} - wanted
    return _with_needs(wanted | more) if more else wanted

"""What the report counts, once for text and JSON: packages and tests per module, and who reaches them."""

from __future__ import annotations

from msgspec import Struct

from goworkdoctor.model.facts import Facts, Tests
from goworkdoctor.model.reach import Reach, packages_by_module, reach, tests_by_module


class Counts(Struct, frozen=True):
    """Sums over the modules that count. `known` is false where packages were not examined."""

    known: bool
    modules: int
    packages: int
    tests: Tests
    tests_by_module: dict[str, Tests]
    packages_by_module: dict[str, int]
    reach: Reach
    tests_reached_by_root: int
    tests_reached_by_work: int


def count(facts: Facts) -> Counts:
    """All counts of the facts; 0 throughout where modules were not examined."""
    dirs = [module.dir for module in facts.counted_modules]
    tests, packages, reached = tests_by_module(facts), packages_by_module(facts), reach(facts)
    return Counts(
        known=facts.packages is not None,
        modules=len(dirs),
        packages=sum(packages[dir] for dir in dirs),
        tests=sum((tests[dir] for dir in dirs), Tests()),
        tests_by_module=tests,
        packages_by_module=packages,
        reach=reached,
        tests_reached_by_root=sum(tests[dir].total for dir in dirs if dir in reached.root),
        tests_reached_by_work=sum(tests[dir].total for dir in dirs if dir in reached.work),
    )

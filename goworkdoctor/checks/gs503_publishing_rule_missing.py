"""A staging module that no publishing rule names, or a rule whose folder is gone."""

from __future__ import annotations

from collections.abc import Iterator

from goworkdoctor.checks.place import under
from goworkdoctor.checks.staged import Judged, judged
from goworkdoctor.checks.words import listed
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Evidence, Observation, Rule, Severity
from goworkdoctor.model.publishing import Entry, PublishingRule, publishes


def check(facts: Facts) -> Iterator[Observation]:
    """Of the entries for the branch that this checkout shows: those for others name folders of theirs."""
    for rules in facts.publishing or ():
        if rules.error:
            message = f"{rules.file} is not understood, so nothing is published by it: {rules.error}"
            yield Observation(rules.file, message, rules.file)
    for one in judged(facts):
        yield from _unpublished(facts, one)
        yield from _gone(facts, one)


def _unpublished(facts: Facts, one: Judged) -> Iterator[Observation]:
    rules = one.rules
    here = [(entry.dirs or (rule.destination,)) for rule, entry in one.entries]
    for module in facts.staging or ():
        if not under(module.dir, rules.staging_root) or any(publishes(dirs, module.dir) for dirs in here):
            continue
        other = sorted(
            entry.source
            for rule in rules.rules
            for entry in rule.entries
            if publishes(entry.dirs, module.dir)
        )
        message = (
            f"{rules.file} publishes {module.dir} from {listed(other)}, but not from {one.branch}"
            if other
            else f"{rules.file} has no rule for {module.dir}"
        )
        yield Observation(module.dir, message, rules.file, confidence=one.confidence)


def _gone(facts: Facts, one: Judged) -> Iterator[Observation]:
    for rule, entry in one.entries:
        for dir in entry.dirs:
            if not _is_there(facts, dir):
                yield _dead(one, rule, entry, dir)


def _is_there(facts: Facts, dir: str) -> bool:
    if any(under(module.dir, dir) for module in facts.staging or ()):
        return True
    return any(path.startswith(f"{dir}/") for path in (facts.tree.tracked if facts.tree else ()))


def _dead(one: Judged, rule: PublishingRule, entry: Entry, dir: str) -> Observation:
    file = one.rules.file
    return Observation(
        f"{file}: {rule.destination}",
        f"{file} publishes {dir} from {one.branch} to {rule.destination}, but that folder is gone",
        file,
        entry.line,
        (Evidence(dir, file, entry.line),),
        cure=f"Take the entry for {one.branch} out of the rule; entries for other branches stay.",
        confidence=one.confidence,
    )


RULE = Rule(
    code="GS503",
    title="Publishing rule and staging folders do not fit",
    severity=Severity.WARNING,
    why=(
        "A staging module that staging/publishing/rules.yaml does not name is never published: whoever "
        "requires it gets an old version or none. A rule whose folder is gone makes the publishing bot fail. "
        "Each rule has an entry for every branch that is published. Judged are the entries for the branch "
        "that is checked out or, where the rules do not name that one, for master or main: what folders the "
        "other branches have is not to be seen in this checkout."
    ),
    example=(
        "$ git clone https://github.com/example/api   # staging/src/example.com/api has no rule\n"
        "remote: Repository not found."
    ),
    cure="Add a rule, or an entry for this branch, to staging/publishing/rules.yaml.",
    needs=frozenset({"staging", "publishing", "tree", "checkout"}),
    check=check,
    sources=(
        ("kubernetes/kubernetes#114337", "https://github.com/kubernetes/kubernetes/issues/114337"),
        ("kubernetes/publishing-bot", "https://github.com/kubernetes/publishing-bot"),
    ),
)

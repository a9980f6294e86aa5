"""A treatment as a shell script, for those who would rather run it themselves, with any Go from 1.18 on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from goworkdoctor.doctor.preview import choices
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Finding
from goworkdoctor.model.plan import Draft, GoEdit, Refused, Treatment

HEAD = "#!/bin/sh\n# Run it in the top folder of the checkout.\nset -eu\n"


def script(
    facts: Facts, treatment: Treatment, findings: tuple[Finding, ...], choice: str | None = None
) -> str:
    """The treatment's edits as `go mod edit` and `go work edit` commands, without HEAD.

    Raises Refused where the treatment does anything else, or go has no flag for what it does.
    """
    if treatment.choices and choice not in {one.id for one in choices(facts, treatment, findings)}:
        raise Refused(f"{treatment.id} needs your choice")
    draft = treatment.draft(facts, findings, choice)
    return "".join(f"{line}\n" for line in _lines(treatment, draft))


def _lines(treatment: Treatment, draft: Draft) -> Iterator[str]:
    yield ""
    yield from _comment(draft.title)
    for note in draft.notes:
        yield from _comment(f"note: {note}")
    for step in draft.steps:
        if not isinstance(step, GoEdit) or step.remove_lines:
            raise Refused(f"{treatment.id} is more than edits that go makes: it has no script")
        yield shlex.join(["go", step.verb, "edit", *(step.arguments or ("-fmt",)), f"./{step.path}"])


def _comment(text: str) -> Iterator[str]:
    """One comment line, whatever a file name may hold."""
    yield f"# {' '.join(word for word in text.split() if word.isprintable())}"

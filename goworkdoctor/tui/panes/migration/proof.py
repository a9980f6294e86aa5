"""What a scratch copy showed of a step: the verdict, what would break, what resolves anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from goworkdoctor.model.migration import Proof, Verdict, VersionChange
from goworkdoctor.tui.panes.migration.preflight import bulleted, hanging
from goworkdoctor.tui.view.words import plural
from goworkdoctor.tui.widgets.lines import wrapped
from goworkdoctor.tui.widgets.text import BAD, BOLD, GOOD, MUTED, WARN, plain

VERDICTS = {
    Verdict.HOLDS: ("✓ proven in a scratch copy", f"bold {GOOD}"),
    Verdict.PARTLY: ("! proven as far as it can be here", f"bold {WARN}"),
    Verdict.FAILS: ("✗ it fails in the scratch copy: it cannot be applied", f"bold {BAD}"),
}
MOST = 12


def proven(proof: Proof, notes: Iterable[str], width: int) -> list[Content]:
    """The verdict, then what to know before it is applied."""
    seen = f"  {plural(proof.packages, 'package')} in {proof.seconds:.1f} s"
    drawn = wrapped(Content.assemble(VERDICTS[proof.verdict], (seen, MUTED)), width)
    drawn += bulleted(("✗ ", BAD), proof.failures, width)
    drawn += bulleted(("? not proven: ", WARN), proof.unproven, width)
    drawn += bulleted(("! ", WARN), notes, width)
    drawn += bulleted(("· as before: ", MUTED), proof.already, width)
    if proof.tests:
        drawn += wrapped(gain(proof.tests), width)
    if proof.built is not None:
        drawn.append(
            plain(f"go build {'succeeds' if proof.built else 'fails'}", GOOD if proof.built else BAD)
        )
    return drawn


def gain(tests: int) -> Content:
    """Test functions that come inside `go test work`."""
    return Content.assemble((f"+{plural(tests, 'test function')}", GOOD), " inside go test work")


def versions(proof: Proof, width: int) -> list[Content]:
    """Which modules resolve to something else, and for whom."""
    changes = proof.versions
    if not changes:
        holds = proof.verdict is Verdict.HOLDS
        said = "No module resolves to another version." if holds else "No change of versions could be seen."
        return wrapped(plain(said, MUTED), width)
    drawn = [plain(f"{plural(len(changes), 'module path')} resolved anew", BOLD)]
    for change in changes[:MOST]:
        drawn += [line for part in _version(change) for line in hanging(part, width)]
    more = len(changes) - MOST
    return drawn + ([plain(f"and {more} more", MUTED)] if more > 0 else [])


def _version(change: VersionChange) -> Iterator[Content]:
    after = change.after or "not needed"
    yield Content.assemble(
        plain(change.path), "  ", plain(change.before or "not needed", MUTED), " → ",
        plain(after, GOOD if change.in_tree else WARN),
    )  # fmt: skip
    whom = ", ".join(change.modules[:3])
    more = f" and {len(change.modules) - 3} more" if len(change.modules) > 3 else ""
    if whom:
        yield plain(f"  for {whom}{more}", MUTED)

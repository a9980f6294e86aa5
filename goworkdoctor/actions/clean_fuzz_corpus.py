"""Clean the fuzz corpus: a tier of its own, for its inputs were found by hours of fuzzing."""

from __future__ import annotations

from pathlib import Path

from goworkdoctor.actions.cleaning import cache_of, notes
from goworkdoctor.golang.cacheusers import BUILD
from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding
from goworkdoctor.model.plan import Discard, Draft, Treatment

COST = (
    "no build brings these inputs back: only fuzzing finds them, or others, again; failures that a fuzz test "
    "found are not among them, they are in the checkout's testdata/fuzz"
)


def draft(facts: Facts, findings: tuple[Finding, ...], choice: str | None) -> Draft:
    """GOCACHE/fuzz, whole, as `go clean -fuzzcache` has it; but it can come back from the trash."""
    fuzz = cache_of(facts, "fuzz")
    folder = Path(fuzz.dir)
    return Draft(
        title=f"move the fuzz corpus {folder} to the trash",
        steps=(Discard("build", folder.parent, folder, fuzz.bytes, BUILD),),
        notes=notes(facts, fuzz, COST),
    )


CLEAN_FUZZ_CORPUS = Treatment(
    id="clean-fuzz-corpus",
    title="Clean the inputs that fuzzing found",
    applicability=Applicability.REVIEW,
    draft=draft,
    needs=frozenset({"caches", "processes"}),
    alone=True,
)

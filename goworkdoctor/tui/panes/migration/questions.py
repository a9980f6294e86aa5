"""What the migration asks before it decides anything for the user: each (title, words, answers)."""

from __future__ import annotations

from goworkdoctor.model.migration import Migration, MigrationStep

Question = tuple[str, str, tuple[tuple[str, str], ...]]

TRACKED, COMMIT, LOCAL = "tracked", "commit", "local"
HERE, BACK, NO = "here", "back", "no"


def git() -> Question:
    """Before the first step; `t` asks again."""
    return (
        "What shall git know of go.work?",
        "Nothing is written by choosing; `t` changes it later.",
        (
            (TRACKED, "Tracked: go.work is a file as any other, and nothing is committed"),
            (COMMIT, "Tracked, and each step is one commit of its own files (hooks do not run)"),
            (LOCAL, "Local only: .git/info/exclude keeps go.work and go.work.sum out of git"),
        ),
    )


def here(migration: Migration) -> Question:
    return (
        "This is another branch",
        f"The migration began on {migration.branch}, and this is {migration.elsewhere}. What is done is "
        "judged by what is here; undoing all then leads back to the files of this branch.",
        (
            (NO, f"Leave it: I go back to {migration.branch}"),
            (HERE, "Go on here, from the files as they are"),
        ),
    )


def back() -> Question:
    return (
        "Back to the start?",
        "go.work and every other file that the migration changed become what they were, byte for byte, and "
        "commits of the migration that nobody else has are taken off the branch.",
        ((NO, "No, the migration stays"), (BACK, "Yes, back to the start")),
    )


def override(step: MigrationStep) -> Question:
    """Which side of a conflict of replacements the workspace shall follow."""
    return (
        "Which replacement shall hold?",
        f"{step.why}\nThe choice becomes a replace line in go.work, which stands above both.",
        tuple((choice.id, choice.label) for choice in step.choices),
    )

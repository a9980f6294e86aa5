"""Migration sessions: from nested modules to a workspace, one verified step at a time.

The verbs that the command line and the app use; each does one thing and can be left at any time.

    report = examine(start, settings)             needs tree, modules, workspaces, packages, toolchain, …
    state = look(report)                          what is done, next, blocked; writes nothing
    prepared = prepare(report, step_id)           proven in a scratch copy, and planned; writes nothing
    taken = carry_out(report, prepared)           applied, verified in place, journalled (or rolled back)
"""

from __future__ import annotations

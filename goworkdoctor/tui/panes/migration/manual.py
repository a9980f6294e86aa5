"""The help of the migration screen: what each key does, and what each glyph says."""

MANUAL = """\
# Migration
From nested modules to a workspace, in steps. `v` proves the step under the cursor in a scratch copy:
nothing of yours is written. `a` then applies it; it is verified in place, and rolled back by itself where
that fails. `u` takes the last step back. Leave at any time: where you are is kept.

`s` skips a step or a stage, or takes it in again · `f` does a step first · `o` decides a conflict ·
`t` what git shall know · `V` proves and builds · `b` back to the start, byte for byte · `1`–`4` go to a
pane.

**✓** done, in the workspace · **→** next · **·** waiting · **✗** blocked · **–** skipped, or stays out ·
**⋯** what it requires is shown further up. A module's requirements stand below it, those that follow from
others left out.
"""

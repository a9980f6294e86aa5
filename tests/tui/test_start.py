"""What it takes to paint the first frame: no scanning, no checks, no git, no widget that is not seen."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from pathlib import Path
from goworkdoctor.config import Settings
from goworkdoctor.tui.app import DoctorApp

class Painted(DoctorApp):
    def begin(self):
        self.exit()

Painted(Path("/src"), Settings()).run(headless=True, size=(120, 40))
heavy = ("git", "psutil", "textual.widgets._markdown", "goworkdoctor.model.facts")
rooms = ("scan", "checks", "actions", "doctor", "report")
print([name for name in (*heavy, *(f"goworkdoctor.{room}" for room in rooms)) if name in sys.modules])
"""


def test_the_first_frame_needs_nothing_but_its_own_widgets() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.stdout.strip().splitlines()[-1:] == ["[]"], done.stderr[-500:]

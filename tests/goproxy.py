"""A module proxy in a folder, for real go: https://go.dev/ref/mod#goproxy-protocol."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from goworkdoctor.golang.modcache import escape


@dataclass(frozen=True)
class Proxy:
    """`env` makes go fetch from here and nowhere else, into a module cache beside the folder."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        cache = self.folder.parent / "modcache"
        return {
            "GOPROXY": f"file://{self.folder}",
            "GOMODCACHE": str(cache),
            "GOBIN": str(self.folder.parent / "bin"),
            "GOFLAGS": "-modcacherw",
        }

    def add(self, path: str, version: str, files: Mapping[str, str]) -> Proxy:
        """Publish a module version with these files."""
        at = self.folder / escape(path) / "@v"
        at.mkdir(parents=True, exist_ok=True)
        with (at / "list").open("a") as known:
            known.write(f"{version}\n")
        (at / f"{version}.info").write_text(json.dumps({"Version": version, "Time": "2026-01-02T03:04:05Z"}))
        (at / f"{version}.mod").write_text(files["go.mod"])
        with zipfile.ZipFile(at / f"{version}.zip", "w") as archive:
            for name, text in files.items():
                archive.writestr(f"{path}@{version}/{name}", text)
        return self

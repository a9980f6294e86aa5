"""Every gatherer: adding one is one file, one field of Facts and one line here."""

from __future__ import annotations

from goworkdoctor.scan.gatherer import Gatherer

GATHERERS: tuple[Gatherer, ...] = ()

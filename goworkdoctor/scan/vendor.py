"""The vendor directory beside the active go.work: what its modules.txt lists."""

from __future__ import annotations

from goworkdoctor.golang.vendored import VendorList, parse_vendor_list
from goworkdoctor.model.facts import Facts
from goworkdoctor.scan.gatherer import Gatherer, Look, Skipped
from goworkdoctor.system.files import read


def gather(look: Look, facts: Facts) -> VendorList:
    """An empty list where there is no workspace, no vendor directory or no list in it."""
    if facts.workspace is None:
        return VendorList()
    try:
        data = read(look.root / facts.workspace.dir / "vendor" / "modules.txt")
    except (FileNotFoundError, NotADirectoryError):
        return VendorList()
    except OSError as error:
        raise Skipped(f"vendor/modules.txt cannot be read: {error.strerror or error}") from error
    return parse_vendor_list(data.decode("utf-8", "replace"))


VENDOR = Gatherer("vendor", gather, needs=frozenset({"workspaces"}), family="GW")

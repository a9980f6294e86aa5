"""What tests of treatments share."""

from tests.doctor.conftest import quick_disk

__all__ = ["quick_disk"]

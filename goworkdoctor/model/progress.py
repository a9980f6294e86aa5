"""Progress: how far a scan that takes long has come, and how long it still may take."""

from __future__ import annotations

from msgspec import Struct


class Progress(Struct, frozen=True):
    """`name` is that of the scan's gatherer; `done` and `total` count entries, `seconds` leave out pauses.

    `read` are the bytes read so far, of the `bytes` that are to be read at all.
    """

    name: str
    read: int = 0
    bytes: int = 0
    done: int = 0
    total: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return self.read / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds still to go at this rate, None where that cannot be told yet."""
        return (self.bytes - self.read) / self.rate if self.rate else None

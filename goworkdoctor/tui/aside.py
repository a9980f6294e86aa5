"""Work beside the screen, in daemon threads of our own: quitting never waits for one of them.

Textual's worker threads are waited for when an app exits; these are not.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from goworkdoctor.model.report import Report

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """What `work` returns or raises, from a thread."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as caught:
            error = caught
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    Thread(target=run, daemon=True).start()
    return await future


class Examination:
    """One look at the checkout: `latest` is the newest report of it, taken whenever the screen has time."""

    def __init__(self, look: Callable[[Callable[[Report], None], Event], Report]) -> None:
        self.latest: Report | None = None
        self.error: Exception | None = None
        self.ended = False
        self._cancelled = Event()
        self._look = look

    def start(self) -> None:
        Thread(target=self._run, daemon=True).start()

    def cancel(self) -> None:
        self._cancelled.set()

    def _tell(self, report: Report) -> None:
        self.latest = report

    def _run(self) -> None:
        gc.disable()  # facts are many and live long: looking for garbage among them would stop the screen
        try:
            self.latest = self._look(self._tell, self._cancelled)
        except Exception as error:
            self.error = error
        finally:
            gc.freeze()
            gc.enable()
        self.ended = True


class Trial:
    """Something that takes its time and can be stopped; `words` are what it does just now."""

    def __init__(self, what: str) -> None:
        self.what, self.words = what, ""
        self.cancelled = Event()
        self.over = Event()
        self._began = monotonic()

    @property
    def seconds(self) -> int:
        return int(monotonic() - self._began)

    def tell(self, words: str) -> None:
        self.words = words

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises; `over` is set once it has tidied up, whoever still listens."""

        def working() -> T:
            try:
                return work()
            finally:
                self.over.set()

        return await aside(working)

    def stop(self, seconds: float) -> None:
        """Cancel it, and wait that long at most until it is over."""
        self.cancelled.set()
        self.over.wait(seconds)

"""Reading many files with several threads, watched, and paused or cancelled at any moment."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from threading import Event, Thread
from typing import TypeVar

from msgspec.structs import replace

from goworkdoctor.model.progress import Progress
from goworkdoctor.scan.gatherer import Look, Skipped

Item = TypeVar("Item")

CHUNK = 1 << 20
BEAT = 0.1
FEWEST = 4
"""Threads at least: where the disk is slow, several wait for it at once."""


class Reader:
    """One of the threads: how much it has read and done, and the buffer that it reads into."""

    def __init__(self, paused: Event, stop: Event) -> None:
        self._paused = paused
        self._stop = stop
        self._buffer = memoryview(bytearray(CHUNK))
        self.read = 0
        self.done = 0

    def sha256(self, file: int) -> tuple[str, int]:
        """The digest, in hex, and the length of what an open file has from its position on."""
        digest, length, count = hashlib.sha256(), 0, CHUNK
        while count == CHUNK:  # less is the end of a regular file
            self.hold()
            count = os.readv(file, [self._buffer])
            digest.update(self._buffer[:count])
            length += count
            self.read += count
        return digest.hexdigest(), length

    def hold(self) -> None:
        """Stand still as long as that is wanted; raises Skipped where all is to end."""
        while self._paused.is_set() and not self._stop.is_set():
            time.sleep(BEAT / 2)
        if self._stop.is_set():
            raise Skipped("cancelled")


class Reading:
    """A run of readers; `bytes` and `total` are how much, and how many items, there are to read in all."""

    def __init__(self, look: Look, name: str, bytes: int, total: int) -> None:
        self._look = look
        self._before = Progress(name, bytes=bytes, total=total)
        self._broken: list[BaseException] = []
        self._stop = Event()
        self.progress = self._before

    def over(
        self,
        items: Iterable[Item],
        work: Callable[[Item, Reader], None],
        beat: Callable[[], None] = lambda: None,
        small: Iterable[Item] = (),
    ) -> None:
        """Have `work` done on each item; `beat` is called ten times a second.

        Those that are `small` are one reader's: several would only wait for each other to hold Python's lock.
        Raises Skipped once the look is cancelled, and what `work` raised first.
        """
        shared = iter(list(items))  # a list's iterator may be shared by threads
        count = max(FEWEST, os.cpu_count() or 1)
        readers = [Reader(self._look.paused, self._stop) for _ in range(count)]
        parts = [chain(small, shared), *([shared] * (count - 1))]
        threads = [
            Thread(target=self._run, args=(reader, part, work), daemon=True)
            for reader, part in zip(readers, parts, strict=True)
        ]
        for thread in threads:
            thread.start()
        try:
            self._watch(threads, readers, beat)
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
        self._stop.clear()
        if self._broken:
            raise self._broken[0]

    def _run(self, reader: Reader, shared: Iterator[Item], work: Callable[[Item, Reader], None]) -> None:
        try:
            for item in shared:
                reader.hold()
                work(item, reader)
                reader.done += 1
        except BaseException as error:
            self._broken.append(error)
            self._stop.set()

    def _watch(self, threads: list[Thread], readers: list[Reader], beat: Callable[[], None]) -> None:
        self._before = self.progress
        last, seconds = time.monotonic(), self._before.seconds
        running = True
        while running:
            threads[0].join(BEAT)
            if self._look.cancelled.is_set():
                raise Skipped("cancelled")
            running = any(thread.is_alive() for thread in threads)
            now = time.monotonic()
            seconds += 0.0 if self._look.paused.is_set() else now - last
            last = now
            self.progress = replace(
                self._before,
                read=self._before.read + sum(reader.read for reader in readers),
                done=self._before.done + sum(reader.done for reader in readers),
                seconds=seconds,
            )
            self._look.on_progress(self.progress)
            beat()

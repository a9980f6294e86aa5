"""What was once parsed, kept between examinations; to lose it costs only time.

A record lies under a key that says what was parsed and by which parser, so that none is ever stale.
Whatever is wrong with the file, the cache is just empty: a broken one is thrown away, one that is not
this user's own is left alone.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote
from zlib import crc32

from msgspec import Struct

LIMIT = 256 << 20
AT_ONCE = 900  # SQLite's bound on parameters was 999 for long
PATIENCE = 0.5  # seconds to wait for another doctor
BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
CREATE = "CREATE TABLE IF NOT EXISTS parsed (key BLOB PRIMARY KEY, record BLOB, sum INTEGER)"
EVICT = "DELETE FROM parsed WHERE rowid <= (SELECT (min(rowid) + max(rowid)) / 2 FROM parsed)"


class ParseCache(Struct, frozen=True):
    """Records by key in an SQLite file of about `limit` bytes at most; the older half makes room.

    Several doctors may use one file at once. Nothing here raises for what the file is or lacks.
    """

    file: Path
    limit: int = LIMIT

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Those of the records that are there, and whole."""
        wanted = list(keys)
        found: dict[bytes, bytes] = {}
        with suppress(OSError, sqlite3.Error), self._connected("ro") as connection:
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"SELECT key, record, sum FROM parsed WHERE key IN ({marks})", some)
                found.update((key, record) for key, record, sum in rows if sum == crc32(record, crc32(key)))
        return found

    def put(self, records: Mapping[bytes, bytes]) -> None:
        """Keep these records, as far as that is possible."""
        if not records:
            return
        with suppress(OSError, sqlite3.Error):
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._connected("rwc") as connection, connection:
                # Without a journal on disk a crash may break the file, which is then thrown away.
                connection.execute("PRAGMA journal_mode = MEMORY")
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(CREATE)
                rows = ((key, record, crc32(record, crc32(key))) for key, record in records.items())
                connection.executemany("INSERT OR REPLACE INTO parsed VALUES (?, ?, ?)", rows)
                if _used(connection) > self.limit:
                    connection.execute(EVICT)

    @contextmanager
    def _connected(self, mode: str) -> Iterator[sqlite3.Connection]:
        """A connection to the file; OSError where it is not ours, and a broken one is gone afterwards."""
        self._check_owner()
        uri = f"file:{quote(os.fsencode(self.file))}?mode={mode}"
        with closing(sqlite3.connect(uri, timeout=PATIENCE, uri=True)) as connection:
            try:
                yield connection
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in BROKEN:
                    self.file.unlink()
                raise

    def _check_owner(self) -> None:
        """Refuse a file, or a folder around it, that somebody else could have laid there."""
        folder = self.file.parent.lstat()
        if not stat.S_ISDIR(folder.st_mode) or folder.st_uid != os.geteuid() or folder.st_mode & 0o022:
            raise PermissionError(f"{self.file.parent} is not a folder that only this user can write")
        with suppress(FileNotFoundError):
            file = self.file.lstat()
            if not stat.S_ISREG(file.st_mode) or file.st_uid != os.geteuid() or file.st_nlink != 1:
                raise PermissionError(f"{self.file} is not a file of this user alone")


def _used(connection: sqlite3.Connection) -> int:
    """Bytes in use, without the pages that a deletion left free for what comes."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)

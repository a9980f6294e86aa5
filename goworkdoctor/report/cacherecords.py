"""The JSON records of the caches: sizes in every report; what is in them, and the trash, in a deep one."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from goworkdoctor.model.buildcache import BadEntry, BuildCache, BuildHealth, spans
from goworkdoctor.model.clinic import Clinic, Kept, Tier
from goworkdoctor.model.facts import Cache, Facts
from goworkdoctor.model.modulecache import BadModule, ModuleCache, ModuleHealth, ModuleVersion

Json = dict[str, Any]


def cache(facts: Facts, cache: Cache, clinic: Clinic | None) -> Json:
    """One cache; `contents`, `health` and `trash` are null where they were not asked for (--deep does)."""
    return {
        "kind": cache.kind,
        "dir": cache.dir,
        "bytes": cache.bytes,
        "files": cache.files,
        "corrupt": _corrupt(facts, cache.kind),
        "oldest": None if cache.oldest is None else moment(cache.oldest),
        "reclaimable": cache.stale,
        "budget": cache.budget,
        "contents": _contents(facts, cache) if clinic else None,
        "health": _health(facts, cache.kind),
        "trash": _trash(clinic, cache) if clinic else None,
    }


def moment(seconds: float) -> str:
    """Seconds since the epoch as `2026-01-31T12:00:00Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _corrupt(facts: Facts, kind: str) -> int | None:
    """How many entries or module versions are, None where the cache was not read through (--deep does)."""
    health = {"build": facts.build_health, "module": facts.module_health}.get(kind)
    return len(health.bad) if health else None


def _contents(facts: Facts, cache: Cache) -> Json | None:
    if cache.kind == "build" and facts.build_cache and facts.build_cache.exists:
        return _build(facts.build_cache)
    if cache.kind == "module" and facts.module_cache and facts.module_cache.exists:
        return _modules(facts.module_cache)
    return None


def _build(found: BuildCache) -> Json:
    kinds = sorted(found.kinds, key=lambda share: share.kind.value)
    return {
        "entries": found.entries,
        "kinds": [{"kind": one.kind.value, "entries": one.entries, "bytes": one.bytes} for one in kinds],
        "kinds_estimated": found.estimated,
        "ages": [
            {"from_days": span.begin, "to_days": span.end, "entries": span.entries, "bytes": span.bytes}
            for span in spans(found, time.time())
        ],
        "earlier": [
            {"when": moment(one.when), "bytes": one.bytes, "files": one.files} for one in found.earlier
        ],
        "unreadable": sorted(found.unreadable),
    }


def _modules(found: ModuleCache) -> Json:
    return {
        "versions": [_version(one) for one in sorted(found.versions, key=lambda one: one.key)],
        "vcs_bytes": found.vcs_bytes,
        "leftovers": [{"name": one.name, "bytes": one.bytes} for one in found.leftovers],
        "go_mod_only": found.described,
        "locks": found.locks,
        "unreadable": sorted(found.unreadable),
        "asked": [{"dir": one.dir, "how": one.how, "problem": one.problem or None} for one in found.roots],
    }


def _version(one: ModuleVersion) -> Json:
    return {
        "path": one.path,
        "version": one.version,
        "toolchain": one.is_toolchain,
        "tree_bytes": one.tree_bytes if one.has_tree else None,
        "zip_bytes": one.zip_bytes if one.has_zip else None,
        "files": one.files,
        "partial": one.partial,
        "used": None if one.used is None else moment(one.used),
        "needed_by": list(one.needed_by),
    }


def _health(facts: Facts, kind: str) -> Json | None:
    if kind == "build" and facts.build_health:
        return _build_health(facts.build_health)
    if kind == "module" and facts.module_health:
        return _module_health(facts.module_health)
    return None


def _build_health(health: BuildHealth) -> Json:
    return {
        "entries": health.entries,
        "dangling": health.dangling,
        "bad": [_bad_entry(one) for one in health.bad],
        "unreadable": sorted(health.unreadable),
    }


def _bad_entry(one: BadEntry) -> Json:
    return {
        "name": one.name,
        "reason": one.reason,
        "bytes": one.size,
        "go_notices": one.notices,
        "belongs_to": one.blame or None,
        "index_entries": list(one.leads),
    }


def _module_health(health: ModuleHealth) -> Json:
    return {
        "versions": health.versions,
        "bad": [_bad_module(one) for one in health.bad],
        "unreadable": sorted(health.unreadable),
    }


def _bad_module(one: BadModule) -> Json:
    return {
        "path": one.path,
        "version": one.version,
        "parts": list(one.parts),
        "reason": one.said,
        "changed": list(one.changed),
    }


def _trash(clinic: Clinic, cache: Cache) -> list[Json]:
    here = {one.path for one in cache.trash}
    return [_kept(one) for one in clinic.trash if one.trashed.path in here]


def _kept(kept: Kept) -> Json:
    return {
        "id": kept.id,
        "when": moment(kept.trashed.when),
        "bytes": kept.trashed.bytes,
        "files": kept.trashed.files,
        "treatment": kept.receipt.treatment if kept.receipt else None,
        "restorable": kept.restorable,
    }


def tier(tier: Tier) -> Json:
    """A tier of cleaning; bytes and entries are null where they were not measured."""
    return {
        "id": tier.id,
        "title": tier.treatment.title,
        "bytes": tier.bytes,
        "entries": tier.count,
        "cost": tier.cost,
        "loses": tier.loses,
    }

"""Every treatment the doctor knows: adding one is one file and one line here."""

from __future__ import annotations

from goworkdoctor.actions.add_requires import ADD_REQUIRES
from goworkdoctor.actions.clean_build_cache import CLEAN_BUILD_CACHE
from goworkdoctor.actions.clean_everything import CLEAN_EVERYTHING
from goworkdoctor.actions.clean_fuzz_corpus import CLEAN_FUZZ_CORPUS
from goworkdoctor.actions.clean_lint_cache import CLEAN_LINT_CACHE
from goworkdoctor.actions.clean_to_budget import CLEAN_TO_BUDGET
from goworkdoctor.actions.clean_unused_entries import CLEAN_UNUSED_ENTRIES
from goworkdoctor.actions.clean_vcs import CLEAN_VCS
from goworkdoctor.actions.drop_adopted_use import DROP_ADOPTED_USE
from goworkdoctor.actions.drop_duplicate_use import DROP_DUPLICATE_USE
from goworkdoctor.actions.drop_stale_use import DROP_STALE_USE
from goworkdoctor.actions.empty_trash import EMPTY_TRASH
from goworkdoctor.actions.expire_test_results import EXPIRE_TEST_RESULTS
from goworkdoctor.actions.heal_build_cache import HEAL_BUILD_CACHE
from goworkdoctor.actions.override_replace import OVERRIDE_REPLACE
from goworkdoctor.actions.raise_work_go import RAISE_WORK_GO
from goworkdoctor.actions.remove_extracted_trees import REMOVE_EXTRACTED_TREES
from goworkdoctor.actions.remove_orphan_modules import REMOVE_ORPHAN_MODULES
from goworkdoctor.actions.remove_unused_toolchains import REMOVE_UNUSED_TOOLCHAINS
from goworkdoctor.actions.restore_modules import RESTORE_MODULES
from goworkdoctor.actions.tidy_plan import TIDY_PLAN
from goworkdoctor.actions.use_module import USE_MODULE
from goworkdoctor.actions.verify_packages import VERIFY_PACKAGES
from goworkdoctor.model.plan import Treatment

TREATMENTS: tuple[Treatment, ...] = (
    USE_MODULE,
    DROP_STALE_USE,
    DROP_ADOPTED_USE,
    RAISE_WORK_GO,
    DROP_DUPLICATE_USE,
    OVERRIDE_REPLACE,
    ADD_REQUIRES,
    TIDY_PLAN,
    HEAL_BUILD_CACHE,
    VERIFY_PACKAGES,
    RESTORE_MODULES,
    EXPIRE_TEST_RESULTS,
    EMPTY_TRASH,
    CLEAN_UNUSED_ENTRIES,
    CLEAN_TO_BUDGET,
    CLEAN_LINT_CACHE,
    CLEAN_VCS,
    REMOVE_EXTRACTED_TREES,
    REMOVE_UNUSED_TOOLCHAINS,
    REMOVE_ORPHAN_MODULES,
    CLEAN_FUZZ_CORPUS,
    CLEAN_BUILD_CACHE,
    CLEAN_EVERYTHING,
)


def treatment(id: str) -> Treatment | None:
    """The treatment of that id."""
    return next((treatment for treatment in TREATMENTS if treatment.id == id), None)

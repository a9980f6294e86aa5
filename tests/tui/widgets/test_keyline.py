"""The key line closes up where there is little room, and never loses the way out."""

from __future__ import annotations

from textual.content import Content

from goworkdoctor.tui.widgets.keyline import fitted

KEYS = [Content(words) for words in ("p preview", "r examine", "u undo", "? help", "^p palette", "q quit")]


def test_with_room_all_keys_stand_apart() -> None:
    assert fitted(KEYS, 80).plain == " p preview  r examine  u undo  ? help  ^p palette  q quit"


def test_keys_close_up_before_any_is_left_out() -> None:
    assert fitted(KEYS, 52).plain == " p preview r examine u undo ? help ^p palette q quit"


def test_help_the_palette_and_the_way_out_stay_to_the_last() -> None:
    assert fitted(KEYS, 46).plain == " p preview r examine ? help ^p palette q quit"
    assert fitted(KEYS, 27).plain == " ? help ^p palette q quit"
    assert fitted(KEYS, 8).plain == " q quit"
    assert all(fitted(KEYS, width).cell_length <= width for width in range(1, 80))

"""The key line: the keys of the moment with their words; a key that does nothing now is struck dim."""

from __future__ import annotations

from typing import Any

from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from goworkdoctor.tui.widgets.text import FAINT, LOUD, MUTED

STAYING = 3
"""How many keys at the end stay to the last: help, the palette, which knows everything, and the way out."""


class KeyLine(Widget):
    """Cheaper than a footer of widgets, and it closes up where there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self.auto_links = False  # the keys have their own look

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self.changed)

    def changed(self, screen: Any) -> None:
        self.refresh()

    def render(self) -> Content:
        shown: dict[str, tuple[Binding, bool]] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and binding.description:
                shown.setdefault(binding.action, (binding, enabled))
        keys = [self.key(binding, enabled) for binding, enabled in shown.values()]
        return fitted(keys, self.size.width)

    def key(self, binding: Binding, enabled: bool) -> Content:
        """`p preview`, clickable where it does something."""
        name = self.app.get_key_display(binding)
        if not enabled:
            return Content.styled(f"{name} {binding.description.lower()}", f"{FAINT} strike")
        label = Content.assemble((name, f"bold {LOUD}"), (f" {binding.description.lower()}", MUTED))
        click = Style.from_meta({"@click": f"app.simulate_key('{binding.key}')"})
        return label.stylize(click)


def fitted(keys: list[Content], width: int) -> Content:
    """The keys, two cells apart where that fits, else one; those before the last few give way."""
    gap = 2 if sum(key.cell_length + 2 for key in keys) < width else 1
    shown = list(keys)
    while shown and sum(key.cell_length + gap for key in shown) > width:
        shown.pop(-min(len(shown), STAYING + 1))
    return Content.assemble(" ", Content(" " * gap).join(shown))

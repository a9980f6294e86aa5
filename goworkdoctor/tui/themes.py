"""The app's own two themes, a dark and a light one; every theme of Textual's works as well."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="goworkdoctor-dark",
    primary="#5fb3d4",
    secondary="#8fa3b8",
    accent="#c3a6e0",
    warning="#e3b567",
    error="#e87d82",
    success="#87c38f",
    foreground="#d6dde5",
    background="#11151a",
    surface="#181e25",
    panel="#1d242d",
    dark=True,
    variables={
        "text-primary": "#79c4e2",
        "text-warning": "#e3b567",
        "text-error": "#f08c90",
        "text-success": "#8fcb97",
    },
)
LIGHT = Theme(
    name="goworkdoctor-light",
    primary="#0b6f8f",
    secondary="#52606d",
    accent="#7a4fa3",
    warning="#8f5f00",
    error="#b3261e",
    success="#2c7a3f",
    foreground="#1f2933",
    background="#fbfbf9",
    surface="#f1f2ee",
    panel="#e8eae5",
    dark=False,
    variables={
        "text-primary": "#0b6f8f",
        "text-warning": "#8f5f00",
        "text-error": "#b3261e",
        "text-success": "#2c7a3f",
    },
)
THEMES = (DARK, LIGHT)

"""Going through a page without a mouse, looking at every stop on the way."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Browsers scroll by whole pixels, and boxes end between them: hence the one pixel more.
#: What is under the focus: its name for people, whether a ring shows it, and whether it is on the screen.
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    id: one.id || one.name || one.type || one.tagName.toLowerCase(),
    text: one.innerText || "",
    in_main: Boolean(one.closest("main")),
    ring: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.top > -1 && box.left > -1 && box.bottom < innerHeight + 1 && box.right < innerWidth + 1,
  };
}"""


def tab_to(page: "Page", name: str, *, most: int = 40) -> list[str]:
    """Press Tab until that is under the focus; every stop on the way can be seen.

    Returns:
        The stops within the main part of the page, in their order.
    """
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["ring"], focus
        assert focus["seen"], focus
        stops += [focus["id"]] if focus["in_main"] else []
        if focus["in_main"] and focus["id"] == name:
            return stops
    pytest.fail(f"{name} is not reached, only {stops}")

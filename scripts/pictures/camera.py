"""Takes the pictures with Chromium; run by the virtual environment's Python.

Arguments: URL of the server, database, folder, program of the browser, and names of
pictures or nothing for all. Ends with 1 if a picture could not be taken.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, sync_playwright
from shots import SHOTS

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
PATIENCE = 15_000  # milliseconds
SETTLED = 600
COLORS = 128
STILL = """
*, *::before, *::after {
    animation: none !important; transition: none !important;
    caret-color: transparent !important;
}
.o_loading_indicator, .o_notification_manager { display: none !important; }
"""
FIND_COMPANY = """async name => {
    const answer = await fetch("/web/session/get_session_info", {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: "{}",
    });
    const {allowed_companies} = (await answer.json()).result.user_companies;
    const found = Object.values(allowed_companies).find(row => row.name === name);
    return found ? found.id : 0;
}"""
# Odoo shows the menus of an app for an action it has a menu for; ours may have none.
FIND_MENU = """() => {
    const {menu} = odoo.__WOWL_DEBUG__.root.env.services;
    const app = menu.getApps().find(row => row.xmlid === "stock.menu_stock_root");
    return app ? app.id : 0;
}"""


class Camera:
    """A browser with one session per user and window."""

    def __init__(self, browser, url, database):
        self.browser = browser
        self.url = url
        self.database = database
        self.contexts = {}

    def take(self, shot):
        """Return one picture as PNG."""
        context = self._context(shot.user, shot.phone)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        try:
            self._open(page, shot)
            for step in shot.steps:
                step(page)
            self._settle(page)
            return _small(self._picture(page, shot))
        finally:
            page.close()

    def _context(self, user, phone):
        key = user, phone
        if key not in self.contexts:
            context = self.browser.new_context(
                **(PHONE if phone else DESKTOP), locale="en-US", color_scheme="light"
            )
            page = context.new_page()
            page.goto(f"{self.url}/web/login?db={self.database}")
            page.fill("input[name=login]", user)
            page.fill("input[name=password]", user)
            page.click("button[type=submit]")
            page.wait_for_selector(".o_main_navbar", timeout=60_000)
            page.close()
            self.contexts[key] = context
        return self.contexts[key]

    def _open(self, page, shot):
        page.goto(f"{self.url}/web")
        page.wait_for_selector(".o_main_navbar", timeout=60_000)
        company = page.evaluate(FIND_COMPANY, shot.company)
        menu = page.evaluate(FIND_MENU)
        place = f"action={shot.action}&menu_id={menu}"
        place += f"&cids={company}" if company else ""
        page.goto("about:blank")
        page.goto(f"{self.url}/web#{place}")
        page.wait_for_selector(".o_action_manager .o_control_panel")
        page.add_style_tag(content=STILL)

    def _settle(self, page):
        page.wait_for_function("!document.querySelector('.o_loading_indicator')")
        page.mouse.move(0, 0)
        page.wait_for_timeout(SETTLED)

    def _picture(self, page, shot):
        if shot.height:
            page.set_viewport_size({"width": 1440, "height": shot.height})
            page.wait_for_timeout(SETTLED)
        return page.screenshot()


def _small(png):
    """Return a PNG with a palette: a third of the size, the same to the eye."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    buffer = io.BytesIO()
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(
        buffer, "PNG", optimize=True
    )
    return buffer.getvalue()


def main(url, database, folder, program, *names):
    """Take the pictures; return the number of those that failed."""
    unknown = set(names) - {shot.name for shot in SHOTS}
    if unknown:
        print(f"error: no picture is called {', '.join(sorted(unknown))}")
        return 1
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--lang=en-US"]
        )
        camera = Camera(browser, url, database)
        for shot in SHOTS:
            if names and shot.name not in names:
                continue
            try:
                picture = camera.take(shot)
            except Error as error:
                failed += 1
                reason = str(error).splitlines()[0]
                print(f"  {shot.name}: failed: {reason}", flush=True)
                continue
            Path(folder, f"{shot.name}.png").write_bytes(picture)
            print(f"  {shot.name}: {len(picture) // 1024} kB", flush=True)
        browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)

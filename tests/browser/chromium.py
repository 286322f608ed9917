"""A real headless Chromium, driven by Selenium. As a program it says whether there is one."""

import shutil
import sys
from pathlib import Path

import pytest
from selenium import webdriver

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    f"The browser tests need Chromium or Chrome ({', '.join(BROWSERS)}) and chromedriver on the PATH. On Debian: "
    "sudo apt-get install chromium chromium-driver. On Ubuntu, where Chromium is a snap: "
    "sudo apt-get install chromium-browser chromium-chromedriver. Then run make test again."
)
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> tuple[str | None, str | None]:
    """Where the browser and its driver are."""
    return next(filter(None, map(shutil.which, BROWSERS)), None), shutil.which("chromedriver")


def start_chromium(profile: Path) -> webdriver.Chrome:
    """Start a browser of its own, with everything that it keeps in the folder `profile`; quit() ends it."""
    browser, driver = find_chromium()
    if not (browser and driver):
        pytest.fail(MISSING, pytrace=False)
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


if __name__ == "__main__":
    sys.exit(None if all(find_chromium()) else MISSING)

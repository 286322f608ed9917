"""What a person does and sees, so that the tests read as sentences."""

import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.drawing import Stroke, strokes_of

PATIENCE = 10  # seconds
# Of two neighbouring points of the drawn curves one is enough: a hand on a phone gives no more.
KEPT_POINTS = 2
MOVE_MS = 8
IS_OPEN = "return document.readyState === 'complete' && location.origin === arguments[0];"
PAD_CORNER = "const { left, top } = document.querySelector('#pad').getBoundingClientRect(); return [left, top];"
ASKS_TO_STAY = "return !dispatchEvent(new Event('beforeunload', { cancelable: true }));"
# Corrections are on their way till the test delivers or loses them.
SLOW_CORRECTIONS = """
const send = window.fetch;
window.fetch = async (address, options) => {
  if (options?.method === "PATCH") {
    await new Promise((resolve, reject) => Object.assign(window, { deliver: resolve, lose: reject }));
  }
  return send(address, options);
};
"""

# Another tab says what the first number of the newest reading is.
CORRECT_ELSEWHERE = """
const [index, text, done] = arguments;
const headers = { "Content-Type": "application/json" };
fetch("/api/v1/readings").then((answer) => answer.json()).then(({ readings: [{ id }] }) =>
  fetch(`/api/v1/readings/${id}/numbers/${index}`, { method: "PATCH", headers, body: JSON.stringify({ text }) })
).then(() => done());
"""


class Visitor:
    """A person with a phone, whose browser has never been here."""

    def __init__(self, browser: webdriver.Chrome, url: str):
        self.browser = browser
        self.url = url
        self._forgiven: list[str] = []
        browser.get("about:blank")
        # A test that failed may have left a finger on the screen.
        ActionBuilder(browser).clear_actions()
        browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.has_a_phone()
        self.prefers("light")
        self.gets_the_server_back()
        browser.get_log("browser")

    def opens(self, path: str) -> None:
        self.browser.get(self.url + path)
        # The driver comes back too early now and then: styles and modules are there only when all is complete.
        self.waits_until(lambda: self.script(IS_OPEN, self.url), f"{path} did not open")

    def finds(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def finds_all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def taps(self, selector: str) -> None:
        element = self.sees(selector)
        # Clear of the navigation at the bottom of the screen.
        self.script("arguments[0].scrollIntoView({ block: 'center' });", element)
        element.click()

    def taps_at(self, x: int, y: int) -> None:
        """With a finger, at a point of the screen."""
        pointer = PointerInput("touch", "touch")
        pointer.create_pointer_move(duration=0, x=round(x), y=round(y))
        pointer.create_pointer_down(button=0)
        pointer.create_pointer_up(button=0)
        ActionBuilder(self.browser, mouse=pointer, duration=8).perform()

    def presses(self, *keys: str) -> None:
        """Press these keys one after another."""
        ActionChains(self.browser).send_keys(*keys).perform()

    def presses_control_and(self, key: str) -> None:
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()

    def waits_until(self, condition, complaint: str):
        """Wait until condition() is true, and give what it gave."""
        return WebDriverWait(self.browser, PATIENCE, 0.02).until(lambda _: condition(), complaint)

    def sees(self, selector: str) -> WebElement:
        """Wait until the first such element is shown, and give it."""
        return self.waits_until(lambda: next(iter(self._shown(selector)), None), f"{selector} is not shown")

    def sees_no(self, selector: str) -> None:
        self.waits_until(lambda: not self._shown(selector), f"{selector} is shown")

    def sees_picture(self, selector: str) -> None:
        """Wait until this image has come and could be decoded."""
        image = self.sees(selector)
        self.waits_until(lambda: image.get_property("naturalWidth") > 0, f"{selector} shows no picture")

    def reads(self, text: str) -> None:
        """Wait until the reading on show says exactly this."""
        self.waits_until(lambda: self.reading_text() == text, f"the page does not say {text!r}")

    def reading_text(self) -> str:
        (element,) = self.finds_all("[data-reading-text]")
        return element.get_property("textContent")

    def draws(self, text: str, *, left: float = 0.1, kind: str = "touch") -> None:
        """Write a number on the pad; left: where it starts, as a share of the pad's width."""
        pad = self.finds("#pad").rect
        start, room = left * pad["width"], (0.95 - left) * pad["width"]
        height = min(0.4 * pad["height"], room / _width(text))
        for stroke in strokes_of(text, height, left=start, top=0.25 * pad["height"], seed=None):
            self.draws_stroke(stroke, kind=kind)

    def draws_stroke(self, stroke: Stroke, *, kind: str = "touch") -> None:
        """Draw one stroke; points: (right, down) in CSS pixels of the pad."""
        left, top = self.script(PAD_CORNER)
        pointer = PointerInput(kind, kind)
        first, *rest = [(round(left + right), round(top + down)) for right, down in stroke]
        pointer.create_pointer_move(duration=0, x=first[0], y=first[1])
        pointer.create_pointer_down(button=0)
        for x, y in [*rest[::KEPT_POINTS], rest[-1]]:
            pointer.create_pointer_move(duration=MOVE_MS, x=x, y=y)
        pointer.create_pointer_up(button=0)
        ActionBuilder(self.browser, mouse=pointer, duration=MOVE_MS).perform()

    def rests(self) -> None:
        """Long enough for what should not happen to have happened, and for a tap to be no double tap."""
        time.sleep(0.7)

    def history_texts(self) -> list[str]:
        """Open the history and read its rows, newest first."""
        self.opens("/history")
        self.sees(".row, #empty")
        return [row.text for row in self.finds_all(".row-text")]

    def script(self, code: str, *arguments):
        return self.browser.execute_script(code, *arguments)

    def loses_the_server(self) -> None:
        self._block(["*/api/*"])
        self.forgives("net::ERR_BLOCKED_BY_CLIENT")

    def gets_no_pictures(self, addresses: str = "*/image*") -> None:
        self._block([addresses])
        self.forgives("net::ERR_BLOCKED_BY_CLIENT")

    def gets_the_server_back(self) -> None:
        self._block([])

    def has_a_phone(self, width: int = 390, height: int = 844) -> None:
        """Hold a phone with a touch screen of so many CSS pixels."""
        self._has_a_screen({"width": width, "height": height, "deviceScaleFactor": 3, "mobile": True})

    def has_a_desktop(self, width: int = 1280, height: int = 800) -> None:
        self._has_a_screen({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def prefers(self, scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def forgives(self, complaint: str) -> None:
        """Expect the browser's console to complain of this."""
        self._forgiven.append(complaint)

    def console_complaints(self) -> list[str]:
        """What the console says went wrong, violations of the content security policy among it."""
        messages = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] != "INFO"]
        return [message for message in messages if not any(known in message for known in self._forgiven)]

    def _shown(self, selector: str) -> list[WebElement]:
        return [found for found in self.finds_all(selector) if found.is_displayed()]

    def _has_a_screen(self, metrics: dict) -> None:
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        touch = {"enabled": metrics["mobile"], "maxTouchPoints": 5}
        self.browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", touch)

    def _block(self, urls: list[str]) -> None:
        self.browser.execute_cdp_cmd("Network.enable", {})
        self.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": urls})


def _width(text: str) -> float:
    """Of a number whose digits have height 1."""
    return max(right for stroke in strokes_of(text, 1, seed=None) for right, _ in stroke)

"""How long a person waits: from lifting the pen after the last stroke to the number's text on the page.

Run with "python -m benchmarks.draw_latency": the real app, a real headless Chromium, a phone's touch screen.
"""

import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.chromium import start_chromium
from tests.browser.serving import serving
from tests.browser.visitor import Visitor

DRAWINGS = 20
NUMBER = "1742"
# The clock runs in the page; the driver's own way to the browser is not part of the wait.
START_CLOCK = """
const text = document.querySelector("[data-reading-text]");
window.lifts = [];
window.waits = [];
document.querySelector("#pad").addEventListener("pointerup", () => lifts.push(performance.now()), { capture: true });
new MutationObserver(() => {
  if (text.textContent !== "") waits[lifts.length - 1] ??= performance.now() - lifts.at(-1);
}).observe(text, { childList: true, characterData: true, subtree: true });
"""


def main() -> None:
    with TemporaryDirectory() as folder:
        waits = measure(Path(folder))
    print(f"pen up to text on the page, {NUMBER} drawn {len(waits)} times")
    print(f"{'median':>8} {'p90':>8} {'longest':>8}")
    print(f"{statistics.median(waits):>5.0f} ms {statistics.quantiles(waits, n=10)[-1]:>5.0f} ms {max(waits):>5.0f} ms")


def measure(folder: Path) -> list[float]:
    """Milliseconds that each drawing's last stroke took to be read."""
    with serving(folder) as url:
        browser = start_chromium(folder / "profile")
        try:
            visitor = Visitor(browser, url)
            visitor.opens("/")
            visitor.script(START_CLOCK)
            return [draw_once(visitor) for _ in range(DRAWINGS)]
        finally:
            browser.quit()


def draw_once(visitor: Visitor) -> float:
    visitor.draws(NUMBER)
    wait = visitor.waits_until(lambda: visitor.script("return waits[lifts.length - 1]"), f"{NUMBER} was not read")
    visitor.taps("#clear")
    visitor.waits_until(lambda: visitor.reading_text() == "", "the pad was not cleared")
    return wait


if __name__ == "__main__":
    main()

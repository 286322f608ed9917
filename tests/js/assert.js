/** What the unit tests say about values; a failure is an Error that shows both. */

export function equal(actual, expected) {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  if (found !== wanted) throw new Error(`got ${found}, expected ${wanted}`);
}

export function near(actual, expected, tolerance = 1e-6) {
  if (!(Math.abs(actual - expected) <= tolerance)) throw new Error(`got ${actual}, expected about ${expected}`);
}

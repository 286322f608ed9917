/** What this browser calls an image, so that the server knows one that comes a second time. */

/** 32 hex digits of chance. (randomUUID is there over HTTPS alone, and an app at home may have none.) */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

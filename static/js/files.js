/** Image files: where they come from, and which are not worth sending. */

import { byId } from "./elements.js";

/**
 * Throws, as the server would, where it would refuse the file for its size, or where the file is there no more.
 * size: that it had when it was chosen
 */
export async function checkFile(file, size) {
  const { mostBytes, tooLarge } = byId("file").dataset;
  // A large one takes minutes on a slow connection, only to be refused.
  if (size > Number(mostBytes)) throw Object.assign(new Error(tooLarge), { status: 413 });
  // What waited for its turn may have been moved or deleted; sending it would fail as if there were no connection.
  const begins = await file.slice(0, 1).arrayBuffer().catch(() => null);
  if (begins === null || (begins.byteLength === 0 && size > 0)) {
    throw Object.assign(new Error("This file can no longer be opened. Choose it again."), { status: 400 });
  }
}

/** The picker, a drop anywhere on the page, a paste; onFiles gets one or more. */

export function listenForFiles(input, dropArea, onFiles) {
  const give = (files) => {
    if (files.length > 0) onFiles([...files]);
  };
  input.addEventListener("change", () => {
    give(input.files);
    // So that choosing the same file again is a change again.
    input.value = "";
  });
  document.addEventListener("paste", ({ target, clipboardData }) => {
    // A cell of a spreadsheet comes as text and as a picture of itself.
    if (!target.closest("input, textarea")) give(clipboardData.files);
  });
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    dropArea.classList.add("drop-here");
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) dropArea.classList.remove("drop-here");
  });
  document.addEventListener("drop", (event) => {
    dropArea.classList.remove("drop-here");
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    give(event.dataTransfer.files);
  });
}

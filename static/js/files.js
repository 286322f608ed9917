/** Where image files come from: the picker, a drop anywhere on the page, a paste; onFiles gets one or more. */

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

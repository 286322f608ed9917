/** Ask once before deleting. */

import { byId } from "./elements.js";

/** Resolves to whether the person said yes; closing the question in any other way is a no. */
export function confirmDelete() {
  const dialog = byId("delete-dialog");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"), { once: true });
  });
}

/** Ask once before deleting. */

import { byId, write } from "./elements.js";

/** Resolves to whether the person said yes; closing the question in any other way is a no. what: is to be deleted */
export function confirmDelete(what) {
  const dialog = byId("delete-dialog");
  write(dialog, ".delete-what", what);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"), { once: true });
  });
}

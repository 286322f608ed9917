/** What the person says the numbers look like. */

import { byId } from "./elements.js";

export const chosenPattern = () => byId("pattern").value;

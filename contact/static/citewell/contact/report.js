// Who enters a day means a period of their own; without this file they choose "From – to" as well.
"use strict";

for (const field of document.querySelectorAll("[data-cw-day]")) {
  field.addEventListener("input", () => {
    field.form.elements.period.value = "chosen";
  });
}

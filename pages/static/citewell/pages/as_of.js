// The button that prints a copy of the past; without JavaScript the browser's own menu prints.
const button = document.getElementById("cw-print");
button.hidden = false;
button.addEventListener("click", () => window.print());

// A button that prints, where the browser can; without it the keys and the menu do.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());

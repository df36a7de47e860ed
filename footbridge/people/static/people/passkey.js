// A passkey that was refused or broken off says so on the page, in words that are there already.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.getElementById("passkey-trouble");
  if (words) words.hidden = false;
});

// A button for passkeys can be pressed once it can answer: before its scripts stand, a press would be lost without a word.
// On the window, because that comes after the document's own listeners, in which the buttons are given their work.
window.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-passkey]")) button.disabled = false;
});

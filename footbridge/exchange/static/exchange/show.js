// On the whiteboard: arrow keys, a remote's page keys and Escape press the links that are there anyway.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("video, audio")) return; // there the arrow keys go back and on
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const link = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(event.key));
  if (link) {
    event.preventDefault();
    link.click();
  }
});

// Long words scroll inside the piece: the arrow keys up and down belong to it from the start.
const piece = document.querySelector(".show-piece[tabindex]");
if (piece && piece.scrollHeight > piece.clientHeight + 1) piece.focus({ preventScroll: true });

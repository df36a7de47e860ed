// Comfort for the brokering board. Everything here can also be done with links and forms.

// Dragging a class onto another class, or onto a class that waits, asks "what if these were linked?".
let dragged = "";

document.addEventListener("dragstart", (event) => {
  const chip = event.target.closest?.("[data-class]");
  if (!chip) return;
  dragged = chip.dataset.class;
  event.dataTransfer.effectAllowed = "link";
  event.dataTransfer.setData("text/plain", chip.textContent.trim());
});

function targetOf(event) {
  const chip = event.target.closest?.("[data-class]");
  return chip && dragged && chip.dataset.class !== dragged ? chip : null;
}

document.addEventListener("dragover", (event) => {
  const chip = targetOf(event);
  for (const other of document.querySelectorAll(".is-target")) if (other !== chip) other.classList.remove("is-target");
  if (!chip) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "link";
  chip.classList.add("is-target");
});

document.addEventListener("drop", (event) => {
  const chip = targetOf(event);
  if (!chip) return;
  event.preventDefault();
  const board = chip.href.split("/class/")[0];
  location.assign(`${board}/what-if/?classes=${dragged}-${chip.dataset.class}`);
});

document.addEventListener("dragend", () => {
  dragged = "";
  for (const chip of document.querySelectorAll(".is-target")) chip.classList.remove("is-target");
});

// What was opened stays open, and the place on the page stays, when the board is renewed after a change.
let open = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "content") return;
  open = [...document.querySelectorAll("details[open][id]")].map((one) => one.id);
});

document.addEventListener("htmx:afterSettle", () => {
  for (const id of open) {
    const found = document.getElementById(id);
    if (found) found.open = true;
  }
  open = [];
});

// Comfort for the brokering board. Everything here can also be done with links and forms.

// Dragging asks "what if these were linked?": a class onto a class; a class or a whole link onto a link, to join it;
// a class onto those who wait, to take it out of its link. The classes of a link stand in its key: "12-31".
let dragged = null;

const keyOf = (element) => element?.closest("[data-link]")?.dataset.link ?? "";

document.addEventListener("dragstart", (event) => {
  const chip = event.target.closest?.("[data-class]");
  const whole = event.target.closest?.("[data-link] h3 a");
  if (!chip && !whole) return;
  const from = keyOf(event.target);
  dragged = { classes: chip ? chip.dataset.class : from, from, whole: !chip };
  event.dataTransfer.effectAllowed = "link";
  event.dataTransfer.setData("text/plain", (chip ?? whole).textContent.trim());
});

// What lies under the pointer, and which classes the question would be about; null where nothing can be dropped.
function targetOf(event) {
  if (!dragged) return null;
  const under = event.target;
  const chip = under.closest?.("[data-class]");
  if (chip && !dragged.whole) {
    if (chip.dataset.class === dragged.classes) return null;
    return { place: chip, classes: [dragged.classes, chip.dataset.class] };
  }
  const card = under.closest?.("[data-link]");
  if (card && card.dataset.link !== dragged.from) return { place: card, classes: [card.dataset.link, dragged.classes] };
  const waiting = under.closest?.("[data-waiting]");
  if (!waiting || dragged.whole || !dragged.from) return null;
  const left = dragged.from.split("-").filter((one) => one !== dragged.classes);
  return { place: waiting, classes: left };
}

document.addEventListener("dragover", (event) => {
  const target = targetOf(event);
  for (const other of document.querySelectorAll(".is-target"))
    if (other !== target?.place) other.classList.remove("is-target");
  if (!target) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "link";
  target.place.classList.add("is-target");
});

document.addEventListener("drop", (event) => {
  const target = targetOf(event);
  if (!target) return;
  event.preventDefault();
  location.assign(`${document.querySelector("[data-draft]").dataset.draft}?classes=${target.classes.join("-")}`);
});

document.addEventListener("dragend", () => {
  dragged = null;
  for (const place of document.querySelectorAll(".is-target")) place.classList.remove("is-target");
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

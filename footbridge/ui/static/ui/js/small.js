// Small helpers, one function each.

// How many characters are left, said politely once typing pauses.
export function countCharacters(line) {
  const box = document.getElementById(line.dataset.countFor);
  if (!box) return;
  const limit = Number(line.dataset.limit);
  const spoken = document.createElement("span");
  spoken.className = "hidden-but-read";
  spoken.setAttribute("aria-live", "polite");
  line.after(spoken);
  let later;
  const tell = () => {
    const left = limit - box.value.length;
    const many = Math.abs(left) === 1 ? "character" : "characters";
    line.textContent = left < 0 ? `You have ${-left} ${many} too many.` : `You have ${left} ${many} left.`;
    line.classList.toggle("count-over", left < 0);
    clearTimeout(later);
    later = setTimeout(() => (spoken.textContent = line.textContent), 1000);
  };
  box.addEventListener("input", tell);
  if (box.value) tell();
}

// Copies a code or an address and says so.
export function copyText(box) {
  const said = box.querySelector("[role=status]");
  box.querySelector("button").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(box.querySelector("code").textContent);
      said.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(box.querySelector("code"));
      said.textContent = "Selected: press Ctrl and C";
    }
  });
}

// A slider beside a number; whichever is moved, the other follows and the number tells the form.
export function slide(box) {
  const number = box.querySelector("input");
  const range = document.createElement("input");
  range.type = "range";
  for (const name of ["min", "max", "step"]) if (number.hasAttribute(name)) range.setAttribute(name, number.getAttribute(name));
  range.value = number.value;
  range.disabled = number.disabled;
  const label = document.querySelector(`label[for="${number.id}"]`);
  range.setAttribute("aria-label", `${label ? label.textContent.trim() : "Value"}, slider`);
  box.prepend(range);
  range.addEventListener("input", () => {
    number.value = range.value;
    number.dispatchEvent(new Event("input", { bubbles: true }));
  });
  range.addEventListener("change", () => number.dispatchEvent(new Event("change", { bubbles: true })));
  number.addEventListener("input", () => (range.value = number.value));
}

// Light, dark or as the device: at once, and remembered by the server's cookie.
export function switchTheme(form) {
  form.addEventListener("submit", async (event) => {
    const theme = event.submitter?.value;
    if (!theme) return;
    event.preventDefault();
    document.documentElement.dataset.theme = theme;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === theme));
    const data = new FormData(form);
    data.set("theme", theme);
    await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
  });
}

// After an error the reader lands on what is wrong.
export function focusSummary(box) {
  box.focus();
}

// A change in place that failed says so at the top of the page; the page itself still holds what was typed.
export function tellTrouble(event) {
  const status = event.detail.xhr?.status;
  const main = document.querySelector("main");
  document.getElementById("htmx-trouble")?.remove();
  const box = document.createElement("div");
  box.id = "htmx-trouble";
  box.className = "notice notice-danger";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = status
    ? `That did not work (${status}). Reload the page and try again; what you had saved is safe.`
    : "We could not reach Footbridge. Check your connection and try again; nothing is lost.";
  box.append(words);
  main?.prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

// A menu that was opened closes when one clicks elsewhere, leaves it with the keyboard, or presses Escape.
export function closeMenu(menu) {
  const close = () => menu.removeAttribute("open");
  document.addEventListener("click", (event) => menu.contains(event.target) || close());
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close());
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    menu.querySelector("summary").focus();
  });
}

// What script adds. Every page works without it; each module finds its own elements, now and after each htmx swap.
import { suggest } from "./suggest.js";
import { closeMenu, countCharacters, copyText, slide, switchTheme, focusSummary, tellTrouble } from "./small.js";

const parts = [
  ["[data-suggest]", suggest],
  ["[data-count-for]", countCharacters],
  ["[data-copy]", copyText],
  ["[data-slider]", slide],
  ["[data-theme-form]", switchTheme],
  ["[data-focus]", focusSummary],
  [".nav-more details", closeMenu],
];

function enhance(root) {
  for (const [selector, make] of parts) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.push(root);
    for (const element of found) {
      const done = (element.enhanced ??= new Set());
      if (!done.has(selector)) {
        done.add(selector);
        make(element);
      }
    }
  }
}

enhance(document.documentElement);
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));

// A request that htmx makes outside a form carries the token of any form on the page.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.value;
});

document.addEventListener("htmx:responseError", tellTrouble);
document.addEventListener("htmx:sendError", tellTrouble);
document.addEventListener("htmx:afterSwap", () => document.getElementById("htmx-trouble")?.remove());

// A search box that suggests while one types: a combobox by the WAI-ARIA pattern around an ordinary text input.
// The server answers `?q=` with <li role="option" data-value="…" [data-href="…"]>; see ui/suggestions.html.

let made = 0;

export function suggest(box) {
  const input = box.querySelector("input");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = `suggestions-${++made}`;
  list.className = "suggest-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.className = "hidden-but-read";
  status.setAttribute("role", "status");
  box.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let at = -1;
  let later;
  let asked;

  const options = () => [...list.querySelectorAll("[role=option]")];

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const show = (place) => {
    const all = options();
    at = (place + all.length) % all.length;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };

  const choose = (option) => {
    if (option.dataset.href) {
      location.assign(option.dataset.href);
      return;
    }
    input.value = option.dataset.value ?? option.textContent.trim();
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if ("submit" in box.dataset) input.form?.requestSubmit();
  };

  const ask = async () => {
    const typed = input.value.trim();
    asked?.abort();
    if (typed.length < 2) return close();
    asked = new AbortController();
    const url = new URL(box.dataset.suggest, location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok) return close();
      list.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
    } catch {
      return; // a newer question overtook this one, or the network is away: the plain search still works
    }
    const all = options();
    all.forEach((option, number) => (option.id = `${list.id}-${number}`));
    at = -1;
    list.hidden = all.length === 0;
    input.setAttribute("aria-expanded", String(all.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.textContent = all.length === 0 ? "No suggestions" : all.length === 1 ? "1 suggestion" : `${all.length} suggestions`;
  };

  input.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(ask, 150);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      show(at < 0 && event.key === "ArrowUp" ? -1 : at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(options()[at]);
    }
  });

  input.addEventListener("blur", () => setTimeout(close, 200));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

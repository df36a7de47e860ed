// The shared board. Told by server-sent events where the school's filter lets them through; else it asks every two seconds.
const board = document.querySelector("[data-board]");
const ASK = 2000; // milliseconds
const SELDOM = 10000; // while events come
let version = board.querySelector(".game").dataset.version;
let heard = 0;
let busy = false;

function dirty() {
  const fields = [...document.querySelectorAll("form input:not([type=hidden]), form textarea")];
  return fields.some((field) => field.value !== field.defaultValue);
}

async function refresh() {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(`${board.dataset.part}?v=${version}`, { headers: { "X-Requested-With": "fetch" } });
    if (answer.redirected || answer.status !== 200) return;
    const before = board.querySelector(".game").dataset.stage;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".game");
    if (!fresh) return;
    board.replaceChildren(fresh);
    version = fresh.dataset.version;
    if ("controls" in board.dataset && fresh.dataset.stage !== before && !dirty()) location.reload();
  } catch {
    // the net is away: the next turn asks again
  } finally {
    busy = false;
  }
}

if (window.EventSource) {
  const events = new EventSource(board.dataset.live);
  events.addEventListener("message", (event) => {
    heard = Date.now();
    if (event.data !== version) refresh();
  });
}
let asked = Date.now();
setInterval(() => {
  const pause = Date.now() - heard < 30000 ? SELDOM : ASK;
  if (!document.hidden && Date.now() - asked >= pause) {
    asked = Date.now();
    refresh();
  }
}, 500);

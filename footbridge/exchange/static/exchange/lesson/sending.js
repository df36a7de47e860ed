// Sends what a child made, and holds on to it until it has arrived: in memory alone, nothing is written to the device.
const PAUSE = 4000; // milliseconds between tries

export function keep(form, body, isEmpty) {
  const trouble = form.querySelector("[data-trouble]");
  const button = form.querySelector(".big-main");
  const label = button.textContent;
  let sending = false;
  let sent = false;

  const tell = (words) => {
    trouble.textContent = words;
    trouble.hidden = !words;
  };
  const rest = () => {
    sending = false;
    button.disabled = false;
    button.textContent = label;
  };
  const wait = () => new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE);
    window.addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
  });

  async function send() {
    const data = await body();
    for (;;) {
      let answer;
      try {
        answer = await fetch(form.action || location.href, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
        if (answer.status >= 500) throw new Error("later");
      } catch {
        tell("The internet is away. We keep this and try again. Do not close the page.");
        await wait();
        continue;
      }
      if (answer.status === 429) {
        tell("Many give theirs now. We keep this and try again. Do not close the page.");
        await wait();
        continue;
      }
      if (answer.redirected || answer.status === 403) {
        tell("Class mode is closed. Leave this page open and tell your teacher.");
        return rest();
      }
      const said = await answer.json();
      if (said.done) {
        sent = true;
        location.assign(said.done);
        return undefined;
      }
      tell(said.trouble);
      return rest();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    button.disabled = true;
    button.textContent = "One moment …";
    tell("");
    send().catch(() => {
      tell("That did not work. Press the button again.");
      rest();
    });
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && !isEmpty()) event.preventDefault();
  });
  return tell;
}

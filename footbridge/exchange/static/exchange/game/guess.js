// A tablet that waits looks again by itself.
if (document.querySelector("[data-waiting]")) {
  setInterval(() => {
    if (!document.hidden) location.replace(location.href);
  }, 6000);
}

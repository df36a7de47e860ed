// The square code brings the letters behind the #, which no server and no log ever sees.
const code = document.getElementById("code");
const brought = decodeURIComponent(location.hash.slice(1)).replace(/[^A-Za-z]/g, "").slice(0, 6);
if (brought && !code.value) code.value = brought.toUpperCase();
if (location.hash) history.replaceState(null, "", location.pathname);
code.addEventListener("input", () => {
  code.value = code.value.toUpperCase();
});

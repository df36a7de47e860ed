// A passkey that was refused or broken off says so on the page, in words that are there already.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.getElementById("passkey-trouble");
  if (words) words.hidden = false;
});

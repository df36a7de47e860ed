// Runs before the page is drawn, so that parts made for script do not jump in later.
document.documentElement.classList.add("js");

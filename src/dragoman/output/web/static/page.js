// What every page needs: a word when a part of the page cannot be fetched.
"use strict";
document.addEventListener("htmx:responseError", () => say("The server could not answer that; what you see has not changed."));
document.addEventListener("htmx:sendError", () => say("The server does not answer; is `dragoman serve` still running?"));

function say(words) {
  let line = document.getElementById("trouble");
  if (!line) {
    line = document.createElement("p");
    line.id = "trouble";
    line.className = "notice";
    line.setAttribute("role", "alert");
    document.getElementById("main").prepend(line);
  }
  line.textContent = words;
}

// On a narrow screen the filters would hide what they filter.
if (matchMedia("(max-width: 40rem)").matches) {
  for (const sieve of document.querySelectorAll(".sieve")) sieve.open = false;
}

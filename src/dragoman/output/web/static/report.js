// Evidence in a text: pointing at marked words tells what they support; a link's words are shown.
"use strict";
{
  const text = document.querySelector("[data-text]");
  const notes = document.getElementById("notes");
  const list = notes.querySelector("ul");
  const hint = notes.querySelector("[data-hint]");
  const supports = [...document.querySelectorAll("#supports li")].map((item) => ({
    mention: item.dataset.mention,
    words: item.textContent,
  }));
  const marks = [...text.querySelectorAll("mark")];
  const numbers = (mark) => mark.dataset.supports.split(" ").map(Number);

  function point(mark) {
    const told = numbers(mark);
    // The word for the act decides its type too: that is said once.
    const lines = new Set(told.map((n) => supports[n].words.replace(/^type: /, "act: ")));
    list.replaceChildren(...[...lines].map((words) => {
      const [field, ...rest] = words.split(": ");
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.className = "soft small";
      name.textContent = field + " ";
      const value = document.createElement("b");
      value.textContent = rest.join(": ");
      item.append(name, value);
      return item;
    }));
    list.hidden = false;
    hint.hidden = true;
    light(new Set(told.map((n) => supports[n].mention)));
  }

  function light(mentions) {
    for (const mark of marks) {
      mark.classList.toggle("hot", numbers(mark).some((n) => mentions.has(supports[n].mention)));
    }
    for (const box of document.querySelectorAll("[data-mention].said")) {
      box.classList.toggle("hot", mentions.has(box.dataset.mention));
    }
  }

  function aim() {
    const match = /^#w(\d+)-(\d+)$/.exec(location.hash);
    for (const mark of marks) {
      const at = Number(mark.dataset.at);
      mark.classList.toggle("aim", match !== null && at >= Number(match[1]) && at < Number(match[2]));
    }
    const first = text.querySelector("mark.aim");
    if (first) {
      point(first);
      first.focus({ preventScroll: true });
      first.scrollIntoView({ block: "center" });
    }
  }

  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => point(mark));
    mark.addEventListener("focus", () => point(mark));
    mark.addEventListener("click", () => mark.focus());
  }
  for (const box of document.querySelectorAll(".said[data-mention]")) {
    const show = () => light(new Set([box.dataset.mention]));
    box.addEventListener("mouseenter", show);
    box.addEventListener("focusin", show);
  }
  addEventListener("hashchange", aim);
  aim();
}

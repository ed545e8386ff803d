// A dropped or chosen file becomes the form's text; reading tells that it is under way.
"use strict";
{
  const form = document.getElementById("add");
  const text = document.getElementById("text");
  const file = document.getElementById("file");
  const drop = form.querySelector(".drop");

  const take = async (chosen) => {
    if (chosen) {
      text.value = await chosen.text();
      text.focus();
    }
  };
  file.addEventListener("change", () => take(file.files[0]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") take(event.dataTransfer.files[0]);
    });
  }
  form.addEventListener("submit", () => {
    document.getElementById("busy").hidden = false;
  });
}

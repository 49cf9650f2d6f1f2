// Says what speaks against workshops while they are planned. Without this script, “Check” says it.
"use strict";

const form = document.querySelector("form[data-check]");
const WAIT = 400; // milliseconds without a change

let timer = null;
let asked = 0;

async function check() {
  const mine = ++asked;
  let text;
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected) return;
    text = await answer.text();
  } catch {
    return; // no connection: it is looked at again when it is sent
  }
  if (mine === asked) show(new DOMParser().parseFromString(text, "text/html"));
}

function show(found) {
  form.elements.seen.value = found.querySelector("[name=seen]").value;
  for (const said of found.querySelectorAll("[id$=-remarks]")) {
    const here = document.getElementById(said.id);
    if (here.innerHTML !== said.innerHTML) here.replaceChildren(...said.childNodes);
  }
  for (const select of found.querySelectorAll("select")) {
    const here = form.elements[select.name];
    if (here === document.activeElement) continue;
    const chosen = here.value;
    here.replaceChildren(...select.childNodes);
    here.value = chosen;
  }
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, WAIT);
  });
}

// Helps with the application form. Without this script every page still works.
"use strict";

const PREFIX = "plp-draft ";
const form = document.querySelector("form[data-draft]");
const key = form ? PREFIX + form.dataset.draft : null;

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Full or switched off: the server keeps what is saved all the same.
  }
}

function mine() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function discard(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // As above.
  }
}

// What was sent, and has become a later version of its section, need not stay on this computer.
for (const { dataset } of document.querySelectorAll("[data-section]")) {
  const name = PREFIX + dataset.section;
  const kept = stored(name);
  if (kept?.sent && Number(dataset.version) > Number(kept.version)) discard(name);
}

function typedFields() {
  return [...form.elements].filter(
    (field) => field.name && !["hidden", "file", "submit", "button"].includes(field.type),
  );
}

function snapshot() {
  return typedFields().map((field) => [
    field.name,
    ["checkbox", "radio"].includes(field.type) ? `${field.value} ${field.checked}` : field.value,
  ]);
}

function fill(fields) {
  const left = [...fields];
  for (const field of typedFields()) {
    const at = left.findIndex(([name]) => name === field.name);
    if (at < 0) continue;
    const [, value] = left.splice(at, 1)[0];
    if (["checkbox", "radio"].includes(field.type)) field.checked = value === `${field.value} true`;
    else field.value = value;
  }
}

// Text that this computer has and the server has not

function note(sentence, ...buttons) {
  const box = document.createElement("div");
  box.className = "note note-warn";
  box.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = `${sentence} `;
  for (const [label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.textContent = label;
    button.addEventListener("click", () => {
      act();
      box.remove();
    });
    text.append(button);
  }
  box.append(text);
  form.before(box);
}

function restore() {
  const kept = stored(key);
  const server = snapshot();
  if (!kept) return;
  if (JSON.stringify(kept.fields) === JSON.stringify(server)) {
    discard(key);
    return;
  }
  const drop = () => {
    fill(server);
    discard(key);
    refresh();
  };
  if (kept.version === form.dataset.version) {
    fill(kept.fields);
    note("This is what you typed on this computer before; it is not saved yet.", [
      "Discard on this computer",
      drop,
    ]);
  } else {
    const use = () => {
      fill(kept.fields);
      refresh();
    };
    note(
      "This section was saved after you typed something else on this computer.",
      ["Show what I typed here", use],
      ["Discard on this computer", drop],
    );
  }
}

// Counting words

function countWords(area) {
  const most = Number(area.dataset.words);
  const says = document.createElement("p");
  says.className = "small quiet num";
  const count = () => {
    const words = area.value.split(/\s+/).filter(Boolean).length;
    const left = most - words;
    says.textContent = left >= 0 ? `${words} of ${most} words` : `${-left} words too many`;
  };
  area.after(says);
  area.addEventListener("input", count);
  count();
}

// Questions that are asked only after a certain answer

function answerTo(name) {
  const fields = [...form.elements].filter((field) => field.name === name);
  const chosen = fields.find((field) => field.checked) || (fields.length === 1 ? fields[0] : null);
  return chosen ? chosen.value : "";
}

function refresh() {
  for (const box of form.querySelectorAll("[data-shown-if]")) {
    box.hidden = answerTo(box.dataset.shownIf) !== box.dataset.shownValue;
  }
}

// Files, with how far they are

function upload(button) {
  const input = form.querySelector("#id_file");
  const says = form.querySelector("[data-upload-says]");
  if (!input.files.length) return false;
  const body = new FormData(form);
  body.set("do", "upload");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.upload.addEventListener("progress", (event) => {
    says.textContent = `Uploading: ${Math.round((100 * event.loaded) / event.total)} %`;
  });
  const failed = () => {
    button.disabled = false;
    says.textContent =
      "The connection was lost, so this file did not arrive. Press Upload to try again; what you typed is still here.";
  };
  request.addEventListener("error", failed);
  request.addEventListener("load", () => {
    const page = request.response;
    const files = page && page.getElementById("files");
    // Some other page, such as one that says to wait: let the browser show it.
    if (!files) {
      button.disabled = false;
      return form.requestSubmit(button);
    }
    if (page.querySelector(".replaced")) return window.location.reload();
    form.querySelector("#files").replaceWith(document.adoptNode(files));
    const version = page.querySelector("[name=seen]").value;
    form.elements.seen.value = form.dataset.version = version;
    discard(key);
    watchUpload();
    form.querySelector("#files").focus();
    return undefined;
  });
  button.disabled = true;
  request.send(body);
  return true;
}

function watchUpload() {
  const button = form.querySelector("#files button[value=upload]");
  if (button) {
    button.addEventListener("click", (event) => {
      if (upload(button)) event.preventDefault();
    });
  }
}

if (form) {
  restore();
  form.addEventListener("input", () => {
    keep(key, { version: form.dataset.version, fields: snapshot() });
    refresh();
  });
  form.addEventListener("submit", () => {
    const kept = stored(key);
    if (kept) keep(key, { ...kept, sent: true });
  });
  for (const area of form.querySelectorAll("[data-words]")) countWords(area);
  refresh();
  watchUpload();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
}

const here = document.querySelector("[data-on-this-computer]");
if (here) {
  here.hidden = mine().length === 0;
  here.querySelector("button").addEventListener("click", () => {
    mine().forEach(discard);
    here.hidden = true;
  });
}

// Saves a review while it is written. Without this script its page works all the same.
"use strict";

const form = document.querySelector("form[data-review]");
const says = form.querySelector("[data-says]");
const key = `plp-review ${form.dataset.review}`;
const WAIT = 1200; // milliseconds without a key pressed

let timer = null;
let saving = null; // what is on its way to the server
let saved = said();

function typed() {
  return [...form.elements].filter((field) => field.name && ["radio", "textarea"].includes(field.type));
}

function said() {
  const chosen = typed().filter((field) => field.type !== "radio" || field.checked);
  return Object.fromEntries(chosen.map((field) => [field.name, field.value]));
}

function fill(fields) {
  for (const field of typed()) {
    if (field.type === "radio") field.checked = fields[field.name] === field.value;
    else field.value = fields[field.name] ?? "";
  }
}

function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

// What the server does not have yet stays on this computer

function keep() {
  try {
    localStorage.setItem(key, JSON.stringify({ seen: form.elements.seen.value, fields: said() }));
  } catch {
    // Full or switched off: the server keeps what is saved all the same.
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget() {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

function note(sentence, ...buttons) {
  for (const old of form.querySelectorAll("[data-note]")) old.remove();
  const box = document.createElement("div");
  box.className = "note note-warn";
  box.dataset.note = "";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = sentence;
  box.append(text);
  for (const [label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button alt";
    button.textContent = label;
    button.addEventListener("click", () => {
      box.remove();
      act();
    });
    box.append(button, " ");
  }
  form.querySelector(".review-end").prepend(box);
}

// Saving

async function send() {
  const sent = said();
  const body = new FormData(form);
  body.set("do", "autosave");
  says.textContent = "Saving…";
  let found;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    found = await answer.json();
  } catch {
    says.textContent = "Not saved: no connection, or you are signed out. What you typed stays on this computer.";
    timer = setTimeout(save, 10 * WAIT);
    return;
  }
  if (found.fields) overtaken(found, sent);
  else if (found.refused) says.textContent = `Not saved: ${found.refused}`;
  else {
    form.elements.seen.value = found.version;
    saved = sent;
    if (same(sent, said())) forget();
    const now = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    says.textContent = `Saved ${now}`;
    if (found.said) note(found.said, ["Show them", () => location.reload()]);
  }
}

function overtaken(found, mine) {
  says.textContent = "Not saved";
  const use = (fields) => () => {
    form.elements.seen.value = found.version;
    fill(fields);
    saved = fields === found.fields ? fields : saved;
    if (fields === found.fields) forget();
    save();
  };
  const comment = found.fields.comment ? ` Its comment reads: “${found.fields.comment}”` : "";
  note(
    `${found.refused} What you typed here is still here.${comment}`,
    ["Keep what I typed here", use(mine)],
    ["Use what the other window saved", use(found.fields)],
  );
}

function save() {
  clearTimeout(timer);
  if (saving || same(saved, said()) || form.querySelector("[data-note]")) return saving;
  saving = send().finally(() => {
    saving = null;
    if (!same(saved, said()) && says.textContent.startsWith("Saved")) later();
  });
  return saving;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
}

form.addEventListener("input", () => {
  keep();
  later();
});
addEventListener("online", save);
document.addEventListener("visibilitychange", () => document.hidden && save());

// Finishing waits for what is being saved, so that no version is sent twice.
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!saving) return;
  event.preventDefault();
  const button = event.submitter;
  saving.then(() => form.requestSubmit(button));
});

form.querySelector(".keys").hidden = false;
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[value=finish]"));
  }
});

// What this computer kept because it did not arrive

const before = kept();
if (before && same(before.fields, saved)) forget();
else if (before && before.seen === form.elements.seen.value) {
  fill({ ...saved, ...before.fields });
  save();
} else if (before) {
  const mine = before.fields;
  note(
    "This review was saved elsewhere after you typed something on this computer.",
    ["Show what I typed here", () => (fill({ ...saved, ...mine }), save())],
    ["Discard it", forget],
  );
}

// Marks who is here with a tap, also without a connection: marks stay on this phone until the
// server has them. Without this script each tap is a form that is sent.
"use strict";

const roll = document.querySelector("[data-roll]");
const says = document.querySelector("[data-says]");
const KEY = roll && `plp-marks ${roll.dataset.roll}`; // one's own: nobody sends another's marks
const AGAIN = 15_000; // milliseconds until it is tried once more
const LOOK = 30_000; // and until it is asked who has checked in meanwhile

let here = []; // where the browser keeps nothing, marks live as long as the page
let sending = false;
let refused = "";
let timer = null;

// What the server does not have yet: [{to, enrollment, present, at}]

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return here;
  }
}

function keep(marks) {
  here = marks;
  try {
    if (marks.length) localStorage.setItem(KEY, JSON.stringify(marks));
    else localStorage.removeItem(KEY);
  } catch {
    // Full or switched off: they stay in `here`.
  }
}

function same(one, other) {
  return one.to === other.to && one.enrollment === other.enrollment;
}

// What is on the screen

function show(row, present) {
  const button = row.querySelector(".tap");
  button.setAttribute("aria-pressed", present);
  button.value = present ? "0" : "1";
}

function draw() {
  const waiting = new Set(kept().filter((mark) => mark.to === roll.dataset.marks).map((mark) => mark.enrollment));
  for (const row of roll.children) {
    row.querySelector("[data-unsent]").hidden = !waiting.has(Number(row.id.slice(1)));
  }
  const present = roll.querySelectorAll("[aria-pressed=true]").length;
  const shown = document.querySelector("[data-present]");
  if (shown.textContent !== String(present)) shown.textContent = present;
}

function note(sentence, ...buttons) {
  if (says.dataset.said === sentence) return;
  says.dataset.said = sentence;
  says.replaceChildren();
  if (!sentence) return;
  const box = document.createElement("div");
  box.className = "note note-warn mt-2";
  box.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = sentence;
  box.append(text);
  for (const [label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary btn-sm";
    button.textContent = label;
    button.addEventListener("click", act);
    text.append(" ", button);
  }
  says.append(box);
}

function marksInWords(number) {
  return number === 1 ? "1 mark is" : `${number} marks are`;
}

function discard() {
  keep([]);
  location.reload();
}

// Sending

async function ask(to, options) {
  const answer = await fetch(to, { headers: { "X-CSRFToken": roll.querySelector("[name=csrfmiddlewaretoken]").value }, ...options });
  const isOurs = !answer.redirected && answer.headers.get("Content-Type") === "application/json";
  return { status: answer.status, said: isOurs ? await answer.json() : null };
}

async function sendTo(to) {
  const marks = kept().filter((mark) => mark.to === to);
  const body = JSON.stringify({ sent: Date.now(), marks });
  const { status, said } = await ask(to, { method: "POST", body });
  if (said && !said.refused) {
    keep(kept().filter((mark) => !marks.some((sent) => same(sent, mark) && sent.at === mark.at)));
    if (to === roll.dataset.marks) take(said);
    return "";
  }
  if (said) return said.refused;
  return status === 403
    ? "This page is out of date: load it again, they are sent then."
    : "You are signed out, or this is no workshop of yours any more: load this page again.";
}

// Shows how the roll is on the server, but for what it does not know yet.
function take(said) {
  const waiting = kept().filter((mark) => mark.to === roll.dataset.marks);
  for (const row of roll.children) {
    const key = Number(row.id.slice(1));
    if (key in said.here && !waiting.some((mark) => mark.enrollment === key)) show(row, said.here[key]);
  }
  const others = Object.keys(said.here).length !== roll.children.length;
  if (others || said.walk_ins > Number(roll.dataset.walkIns)) {
    note("Somebody is here who is not on this page yet.", ["Show them", () => location.reload()]);
  }
}

async function send() {
  clearTimeout(timer);
  if (sending) return;
  sending = true;
  const places = [...new Set(kept().map((mark) => mark.to))];
  try {
    refused = "";
    for (const to of places) refused = (await sendTo(to)) || refused;
    const left = kept().length;
    if (refused) note(`${marksInWords(left)} kept on this phone and not taken. ${refused}`, ["Discard them", discard]);
    else if (left) timer = setTimeout(send, 0); // tapped meanwhile
    else if (places.length) note("");
  } catch {
    offline();
  }
  sending = false;
  draw();
}

function offline() {
  const left = kept().length;
  if (left) note(`No connection. ${marksInWords(left)} kept on this phone and will be sent by themselves.`);
  timer = setTimeout(send, AGAIN);
}

async function look() {
  if (document.hidden || sending || kept().length || refused) return;
  try {
    const { said } = await ask(roll.dataset.marks);
    if (said) take(said);
    draw();
  } catch {
    // No connection: it is asked again.
  }
}

// What people do

function tap(event) {
  event.preventDefault();
  const row = event.target.closest("li");
  const present = row.querySelector(".tap").getAttribute("aria-pressed") !== "true";
  const mark = { to: roll.dataset.marks, enrollment: Number(row.id.slice(1)), present, at: Date.now() };
  show(row, present);
  keep([...kept().filter((other) => !same(other, mark)), mark]);
  draw();
  send();
}

function find(event) {
  const sought = event.target.value.trim().toLowerCase();
  for (const row of roll.children) {
    row.hidden = !row.querySelector(".name").textContent.toLowerCase().includes(sought);
  }
}

if (roll) {
  for (const mark of kept()) {
    const row = mark.to === roll.dataset.marks && document.getElementById(`t${mark.enrollment}`);
    if (row) show(row, mark.present);
  }
  roll.addEventListener("submit", tap);
  const finder = document.querySelector("[data-finder]");
  finder.hidden = false;
  finder.querySelector("input").addEventListener("input", find);
  addEventListener("online", send);
  addEventListener("storage", draw);
  document.addEventListener("visibilitychange", () => !document.hidden && send());
  setInterval(look, LOOK);
  draw();
  if (kept().length) send();
}

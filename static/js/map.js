// Zooms the map without loading the whole page. Without this script every link still works.
"use strict";

const parts = ["map", "atlas", "cities"];
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

const pageOf = (location) => location.pathname + location.search;
let shown = pageOf(window.location);
let underWay = new AbortController();

function viewOf(svg) {
  return svg.getAttribute("viewBox").split(" ").map(Number);
}

function zoom(svg, from) {
  const to = viewOf(svg);
  if (calm.matches || !from) return;
  const start = performance.now();
  const step = (now) => {
    const done = Math.min((now - start) / 450, 1);
    const eased = 1 - (1 - done) ** 3;
    svg.setAttribute("viewBox", to.map((end, i) => from[i] + (end - from[i]) * eased).join(" "));
    if (done < 1) requestAnimationFrame(step);
  };
  step(start);
}

async function show(address) {
  underWay.abort();
  underWay = new AbortController();
  const response = await fetch(address, { signal: underWay.signal });
  if (!response.ok || response.redirected) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const before = document.querySelector(".zoomed");
  const from = before ? viewOf(before) : null;
  for (const part of parts) {
    document.getElementById(part).replaceWith(document.adoptNode(page.getElementById(part)));
  }
  for (const chip of document.querySelectorAll(".states-fold a")) {
    const twin = page.querySelector(`.states-fold a[href="${chip.getAttribute("href")}"]`);
    if (twin?.hasAttribute("aria-current")) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
  const after = document.querySelector(".zoomed");
  if (after) zoom(after, from || after.dataset.from.split(" ").map(Number));
  shown = pageOf(address);
}

function reach(hash) {
  const target = document.getElementById(hash === "#region" ? "region" : "atlas-title");
  if (!target) return;
  target.focus({ preventScroll: true });
  document.getElementById("atlas").scrollIntoView({ behavior: calm.matches ? "auto" : "smooth" });
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-zoom]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !plain) return;
  event.preventDefault();
  const address = new URL(link.getAttribute("href"), window.location.href);
  try {
    await show(address);
    window.history.pushState(null, "", address);
    reach(address.hash);
  } catch (error) {
    // A later click has taken over; otherwise the link does what it would have done.
    if (error.name !== "AbortError") window.location.assign(address);
  }
});

window.addEventListener("popstate", () => {
  if (pageOf(window.location) === shown) return;
  show(new URL(window.location.href)).catch((error) => {
    if (error.name !== "AbortError") window.location.reload();
  });
});

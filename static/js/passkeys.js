// Shows what needs a passkey where the browser knows them, and says so when one does not work.
"use strict";

const failed = document.querySelector("[data-passkey-failed]");

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (failed) failed.hidden = false;
});

/* A worker that solves an ALTCHA challenge: the number that, behind the salt, has the challenge as its SHA-256. */
self.onmessage = async function (event) {
  "use strict";
  const task = event.data;
  const encoder = new TextEncoder();
  const began = Date.now();
  for (let number = 0; number <= task.maxnumber; number += 1) {
    const digest = await crypto.subtle.digest(task.algorithm, encoder.encode(task.salt + number));
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hex === task.challenge) {
      self.postMessage({ number: number, took: Date.now() - began });
      return;
    }
  }
};

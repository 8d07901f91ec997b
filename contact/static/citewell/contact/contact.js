/* What the enquiry form gains from JavaScript; without it the form works all the same. */
(function () {
  "use strict";

  var form = document.getElementById("enquiry");
  if (!form) return;

  /* A key of its own for each set of words: pressing twice, or sending again after a lost answer, is noticed by the
     server; changed words are a new enquiry. Made here, because the page is the same for every visitor. */
  var key = form.elements.idempotency_key;
  function renew() {
    if (!window.crypto || !window.crypto.getRandomValues) return;
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    key.value = Array.prototype.map
      .call(bytes, function (byte) {
        return ("0" + byte.toString(16)).slice(-2);
      })
      .join("");
  }
  renew();
  form.addEventListener("input", renew);
  form.addEventListener("change", renew);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) renew();
  });

  /* Where the visitor came from, read when the form is touched and kept nowhere else; after a fault the page before is the
     form itself. The server cuts it down to what may be kept. */
  var errors = document.getElementById("enquiry-errors");
  function tellArrival() {
    form.removeEventListener("focusin", tellArrival);
    form.removeEventListener("submit", tellArrival);
    var before = document.createElement("a");
    before.href = document.referrer || location.href;
    var own = before.origin === location.origin;
    var fields = form.elements;
    if (!own && !fields.referrer.value) fields.referrer.value = document.referrer.split(/[?#]/)[0];
    if (!own || before.pathname === location.pathname) return;
    if (!fields.source_path.value) fields.source_path.value = before.pathname;
    if (!fields.campaign.value && before.search.indexOf("utm_") > 0) fields.campaign.value = before.search;
  }
  if (!errors) {
    form.addEventListener("focusin", tellArrival);
    form.addEventListener("submit", tellArrival);
  }

  /* Faults come first, also for browsers that do not know autofocus on a box of text. */
  if (errors) errors.focus();

  /* At the first touch: the time, signed by the server, and a proof of work, solved beside the page. Whatever fails here is
     left empty and says nothing against anybody. */
  var touched = form.elements.touched;
  function solve(challenge) {
    if (!challenge || !window.Worker || !window.crypto || !window.crypto.subtle) return;
    var worker = new Worker(touched.getAttribute("data-solver"));
    worker.onmessage = function (event) {
      worker.terminate();
      form.elements.altcha.value = window.btoa(
        JSON.stringify({
          algorithm: challenge.algorithm,
          challenge: challenge.challenge,
          number: event.data.number,
          salt: challenge.salt,
          signature: challenge.signature,
          took: event.data.took,
        })
      );
    };
    worker.postMessage(challenge);
  }
  function touch() {
    form.removeEventListener("focusin", touch);
    form.removeEventListener("pointerdown", touch);
    if (!window.fetch) return;
    window
      .fetch(touched.getAttribute("data-touch"), { credentials: "omit" })
      .then(function (response) {
        return response.json();
      })
      .then(function (told) {
        touched.value = told.touched;
        solve(told.challenge);
      })
      .catch(function () {});
  }
  function awaitTouch() {
    form.addEventListener("focusin", touch);
    form.addEventListener("pointerdown", touch);
  }
  awaitTouch();

  /* Whoever sent the form and comes back has the page as it was left. What the server counted once it takes for replayed:
     the next touch asks for new. Whoever only followed a link and comes back goes on with what there is. */
  var wasSent = false;
  var forgetAnswer = function () {};
  form.addEventListener("submit", function () {
    wasSent = true;
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted || !wasSent) return;
    wasSent = false;
    touched.value = form.elements.altcha.value = "";
    awaitTouch();
    forgetAnswer();
  });

  /* A third party's challenge is fetched when the form is touched, not before. */
  var place = form.querySelector("[data-challenge]");
  if (!place) return;
  var version = place.getAttribute("data-challenge");
  var widget = null;

  function whenReady(then) {
    var tries = 0;
    (function look() {
      if (window.grecaptcha && window.grecaptcha.ready) window.grecaptcha.ready(then);
      else if ((tries += 1) < 100) window.setTimeout(look, 100);
    })();
  }

  function load() {
    form.removeEventListener("focusin", load);
    form.removeEventListener("pointerdown", load);
    var script = document.createElement("script");
    script.src = place.getAttribute("data-script");
    script.async = true;
    document.head.appendChild(script);
    if (version === "v2") {
      whenReady(function () {
        /* The usual box is 304 pixels wide and would stand out of a narrow form. */
        var size = place.clientWidth < 304 ? "compact" : "normal";
        widget = window.grecaptcha.render(place, { sitekey: place.getAttribute("data-sitekey"), size: size });
      });
    }
  }
  form.addEventListener("focusin", load);
  form.addEventListener("pointerdown", load);

  /* A third party's answer is good for once, too. */
  forgetAnswer = function () {
    if (version === "v3") place.value = "";
    else if (widget !== null) window.grecaptcha.reset(widget);
  };

  if (version !== "v3") return;
  form.addEventListener("submit", function (event) {
    if (place.value || !window.grecaptcha || !window.grecaptcha.execute) return;
    event.preventDefault();
    var sent = false;
    function send(token) {
      if (sent) return;
      sent = true;
      place.value = token || "";
      form.submit();
    }
    /* A verifier that does not answer must not hold the enquiry back. */
    window.setTimeout(send, 3000);
    window.grecaptcha.ready(function () {
      window.grecaptcha
        .execute(place.getAttribute("data-sitekey"), { action: place.getAttribute("data-action") })
        .then(send, function () {
          send("");
        });
    });
  });
})();

/* The challenge of the form, by its kind. One of a kind that this front end does not know is left out: the enquiry goes all
   the same. */
import Solver from "./solver?worker";

type Answer = (answer: string) => void;

interface Challenge {
  /** At the first touch, with what ALTCHA is to solve. */
  start(task: object | null): void;
  /** When the form is sent: what to wait for, if there is anything; it never fails and ends within seconds. */
  finish(): Promise<void> | null;
}

interface Recaptcha {
  ready(then: () => void): void;
  render(place: Element, options: object): void;
  execute(siteKey: string, options: { action: string }): Promise<string>;
}

declare global {
  interface Window {
    grecaptcha?: Recaptcha;
  }
}

/** A verifier that does not answer must not hold an enquiry back. */
const LONGEST_WAIT = 3000;
/** What Google draws is this wide, and would stand out of a narrow form. */
const USUAL_WIDTH = 304;

const NONE: Challenge = { start: () => {}, finish: () => null };

export function challengeOf(form: HTMLFormElement, answer: Answer): Challenge {
  const { challenge, script = "", siteKey = "", action = "" } = form.dataset;
  switch (challenge) {
    case "altcha":
      return altcha(answer);
    case "recaptcha_v2":
      return recaptchaV2(form.querySelector("[data-recaptcha]"), script, siteKey, answer);
    case "recaptcha_v3":
      return recaptchaV3(script, siteKey, action, answer);
    default:
      return NONE;
  }
}

function altcha(answer: Answer): Challenge {
  return {
    ...NONE,
    start(task) {
      if (!task) return;
      const solver = new Solver();
      solver.onmessage = ({ data }: MessageEvent<number>) => {
        answer(btoa(JSON.stringify({ ...task, number: data })));
        solver.terminate();
      };
      solver.postMessage(task);
    },
  };
}

function recaptchaV2(place: Element | null, script: string, siteKey: string, answer: Answer): Challenge {
  return {
    ...NONE,
    async start() {
      const google = await load(script);
      if (!google || !place) return;
      const size = place.clientWidth < USUAL_WIDTH ? "compact" : "normal";
      google.render(place, { sitekey: siteKey, size, callback: answer, "expired-callback": () => answer("") });
    },
  };
}

function recaptchaV3(script: string, siteKey: string, action: string, answer: Answer): Challenge {
  let loading: Promise<Recaptcha | null> | null = null;
  const ask = async () => {
    const google = await loading;
    if (google) answer(await google.execute(siteKey, { action }));
  };
  return {
    start() {
      loading = load(script);
    },
    // The answer holds for two minutes, so it is asked for when the form is sent.
    finish: () => loading && Promise.race([ask().catch(() => {}), pause(LONGEST_WAIT)]),
  };
}

/** Google's script, once it is ready; null where it is blocked. */
function load(address: string): Promise<Recaptcha | null> {
  return new Promise((done) => {
    const script = document.createElement("script");
    script.src = address;
    script.async = true;
    script.onload = () => {
      const google = window.grecaptcha;
      if (google) google.ready(() => done(google));
      else done(null);
    };
    script.onerror = () => done(null);
    document.head.append(script);
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/* From what a browser posts to what the API takes, and from its problems to the fields. */
import type { EnquiryForm, EnquiryIn, FormField, Problem } from "./types";

type Answer = string | boolean | string[];

/** What was typed, by the name of its input. */
export type Typed = Map<string, string[]>;

export function readTyped(data: FormData): Typed {
  const typed: Typed = new Map();
  for (const [name, value] of data) {
    if (typeof value === "string") typed.set(name, [...(typed.get(name) ?? []), value]);
  }
  return typed;
}

export function inputOf(field: FormField, isQuestion: boolean): string {
  return isQuestion ? `answers/${field.name}` : field.name;
}

export function makeEnquiry(form: EnquiryForm, typed: Typed): EnquiryIn {
  const one = (name: string) => typed.get(name)?.[0] ?? "";
  const answers: Record<string, Answer> = {};
  for (const question of form.questions) {
    const answer = readAnswer(question, typed.get(inputOf(question, true)) ?? []);
    if (answer !== null) answers[question.name] = answer;
  }
  const response = one("challenge");
  return {
    page: form.page.id,
    kind: one("kind") as EnquiryIn["kind"],
    name: one("name"),
    email: one("email"),
    phone: one("phone"),
    preferred_contact: (one("preferred_contact") || "either") as NonNullable<EnquiryIn["preferred_contact"]>,
    preferred_time: one("preferred_time"),
    condition: one("condition"),
    message: one("message"),
    answers,
    consent: one("consent") === "yes",
    consent_version: one("consent_version"),
    language: form.page.language,
    source_path: one("source_path"),
    fax: one("fax"),
    touched: one("touched"),
    challenge: response ? { kind: form.challenge.kind, response } : null,
  };
}

function readAnswer(question: FormField, values: string[]): Answer | null {
  const [first = ""] = values;
  if (question.kind === "several_choices") return values.length ? values : null;
  if (question.kind === "yes_no") return first === "" ? null : first === "yes";
  return first === "" ? null : first;
}

/** The sentences of a problem by the name of the input they are about; "" for what is about none. */
export function faultsOf(problem: Problem): Map<string, string[]> {
  const faults = new Map<string, string[]>();
  for (const { detail, pointer } of problem.errors ?? [{ detail: problem.detail ?? problem.title, pointer: null }]) {
    // A JSON Pointer: "#/answers/0274" is the member "0274" of "answers".
    const name = (pointer ?? "").replace(/^#\/?/, "").replaceAll("~1", "/").replaceAll("~0", "~");
    faults.set(name, [...(faults.get(name) ?? []), detail]);
  }
  return faults;
}

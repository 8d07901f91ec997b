/* The clinic's API. What is published is kept in memory until a webhook or its age drops it; drafts never are. */
import type { Resolved, Site, EnquiryForm, EnquiryIn, EnquiryReceipt, FirstTouch, Preview, Problem } from "./types";
import { client } from "../api/client.gen";
import { getChallenge, getEnquiryForm, getPreview, getSite, resolve, sendEnquiry } from "../api";
import { Kept } from "./kept";

export const CITEWELL_URL = (process.env.CITEWELL_URL ?? "http://127.0.0.1:8000").replace(/\/$/, "");
client.setConfig({ baseUrl: CITEWELL_URL });

/** Answers by what was asked. In one process; several need a store that they share. */
export const kept = new Kept();

/** An answer that is not what was asked for. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response?: Response;
}

async function given<T>(asked: Promise<Answer<T>>): Promise<{ data: T; response: Response }> {
  const { data, error, response } = await asked;
  if (data !== undefined && response?.ok) return { data, response };
  throw new Refused(asProblem(error, response));
}

function asProblem(error: unknown, response: Response | undefined): Problem {
  if (typeof error === "object" && error !== null && "title" in error && "status" in error) return error as Problem;
  const status = response?.status ?? 503;
  return { type: "about:blank", title: "The clinic's site does not answer.", status };
}

/** What stands at an address: a page, a redirect, or null. */
export async function readAddress(path: string): Promise<Resolved | null> {
  return kept.read(`resolve ${path}`, async () => {
    const { data, error, response } = await resolve({ query: { path, include: "related" } });
    if (response?.status === 404 || response?.status === 422) return { value: null, keys: ["pages"] };
    if (!data || !response) throw new Refused(asProblem(error, response));
    return { value: data, keys: keysOf(response) };
  });
}

/** The clinic's facts and menus. */
export async function readSite(): Promise<Site> {
  return kept.read("site", async () => {
    const { data, response } = await given(getSite());
    return { value: data, keys: keysOf(response) };
  });
}

/** The form of a contact page. The API lets caches keep it for a minute only, so it is asked for each time. */
export async function readForm(page: number): Promise<EnquiryForm> {
  return (await given(getEnquiryForm({ query: { page } }))).data;
}

/** What belongs to a visitor's first touch of the form. */
export async function readChallenge(): Promise<FirstTouch> {
  return (await given(getChallenge())).data;
}

/** A draft by its token. Throws Refused: 403 for a token that was changed, 410 for one that ended. */
export async function readDraft(token: string): Promise<Preview> {
  return (await given(getPreview({ query: { token, include: "related" }, cache: "no-store" }))).data;
}

/** Sends an enquiry in the name of a visitor; throws Refused with the faults. The same key means the same enquiry. */
export async function send(body: EnquiryIn, key: string, visitor: string): Promise<EnquiryReceipt> {
  const headers = { "Idempotency-Key": key, "X-Forwarded-For": visitor };
  return (await given(sendEnquiry({ body, headers }))).data;
}

function keysOf(response: Response): string[] {
  return (response.headers.get("Surrogate-Key") ?? "").split(" ").filter(Boolean);
}

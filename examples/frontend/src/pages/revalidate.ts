/* The webhook of the clinic's site: drops what changed, once the signature holds. */
import type { APIRoute } from "astro";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { kept } from "../lib/citewell";

const LARGEST = 1024 * 1024;

interface Event {
  type: string;
  data: { keys?: string[]; everything?: boolean };
}

export const POST: APIRoute = async ({ request }) => {
  const secret = process.env.CITEWELL_WEBHOOK_SECRET;
  if (!secret) return answer(503, "CITEWELL_WEBHOOK_SECRET is not set.");
  const body = await request.text();
  if (body.length > LARGEST) return answer(413, "Too long.");
  let event: Event;
  try {
    event = new Webhook(secret).verify(body, Object.fromEntries(request.headers)) as Event;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return answer(401, "The signature does not hold.");
    throw error;
  }
  const { keys = [], everything = false } = event.data;
  return answer(200, `Dropped ${everything ? kept.clear() : kept.drop(keys)}.`);
};

function answer(status: number, text: string): Response {
  return new Response(text, { status, headers: { "Cache-Control": "no-store", "Content-Type": "text/plain" } });
}

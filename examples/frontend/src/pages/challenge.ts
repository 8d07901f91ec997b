/* What the form asks for when it is first touched. Passed on, so that the browser speaks to this site alone. */
import type { APIRoute } from "astro";
import { readChallenge } from "../lib/citewell";

export const GET: APIRoute = async () => {
  try {
    return Response.json(await readChallenge(), { headers: { "Cache-Control": "no-store" } });
  } catch {
    return new Response(null, { status: 503, headers: { "Cache-Control": "no-store" } });
  }
};

/* Whether a post comes from a page of this very site. Programs send no Origin, browsers always do. */

export function isSameSite(request: Request): boolean {
  const origin = request.headers.get("Origin");
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.get("Host");
}

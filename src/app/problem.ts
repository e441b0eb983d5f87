import { REFUSALS, type Refusal } from "../protocol/codes.ts";

/** A refusal as RFC 9457 `application/problem+json`. */
export function problem(refusal: Refusal): Response {
  const { refused: code, detail, errors, retry_after } = refusal;
  const [status, title] = REFUSALS[code];
  const body = { type: "about:blank", title, status, detail: detail ?? title, code, ...(errors && { errors }) };
  const headers = new Headers({ "Content-Type": "application/problem+json", "Cache-Control": "no-store" });
  if (status === 401) headers.set("WWW-Authenticate", "Bearer");
  if (retry_after !== undefined) headers.set("Retry-After", String(Math.max(1, Math.ceil(retry_after))));
  return new Response(JSON.stringify(body), { status, headers });
}

import { expect } from "bun:test";
import type { Participant, Room, User } from "../../src/protocol/values.ts";
import { type Follower, follow } from "./follower.ts";

/** A REST answer; `body` is what the JSON held, or the text of anything else. */
export type Answer<Body = Record<string, unknown>> = { status: number; headers: Headers; body: Body };
export type SignedIn = { user: User & { id: string }; access_token: string; expires_in: number };
export type Call = {
  body?: unknown;
  token?: string | undefined;
  cookie?: string;
  headers?: Record<string, string>;
};

/** What no answer may hold: frames of a stack, paths of the server, SQL. */
const LEAKS =
  /\n\s+at |node_modules|\/src\/|\.ts:\d|\/tmp\/|\/home\/|\/root\/|SQLITE|SELECT |INSERT |UPDATE |DELETE FROM/;

export type Api = ReturnType<typeof createApi>;

/** A small client of one server. */
export function createApi(base: string) {
  let serial = 0;

  async function call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    { body, token, cookie, headers = {} }: Call = {},
  ): Promise<Answer<Body>> {
    const isRaw = typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream;
    const response = await fetch(base + path, {
      method,
      redirect: "manual",
      headers: {
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(cookie !== undefined && { Cookie: cookie }),
        ...headers,
      },
      ...(body !== undefined && {
        body: isRaw ? (body as string | Uint8Array<ArrayBuffer> | ReadableStream) : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    if (isJson) expect(text).not.toMatch(LEAKS);
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  }

  async function signedIn(path: string, body: object): Promise<Person> {
    const answer = await call<SignedIn>("POST", path, { body });
    expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ expires_in: 900 })]);
    return person(answer);
  }

  /** Somebody who has just signed in. */
  function person({ headers, body: { user, access_token } }: Answer<SignedIn>): Person {
    const withToken =
      (method: string) =>
      <Body = Record<string, unknown>>(path: string, body?: unknown) =>
        call<Body>(method, path, { token: access_token, ...(body !== undefined && { body }) });
    return {
      id: user.id,
      user,
      token: access_token,
      cookie: cookieOf(headers),
      get: withToken("GET"),
      post: withToken("POST"),
      patch: withToken("PATCH"),
      put: withToken("PUT"),
      delete: withToken("DELETE"),
      async room(settings = {}) {
        const { status, body: made } = await withToken("POST")<Room>("/api/rooms", { name: "a room", ...settings });
        expect(status).toBe(201);
        return made;
      },
      async join(code) {
        const answer = await withToken("POST")<Joined>(`/api/rooms/${code}/join`);
        expect(answer.status).toBe(200);
        return answer.body;
      },
      follow: (code) => follow(base, code, access_token),
    };
  }

  return {
    base,
    call,
    person,
    guest: (display_name = `guest ${++serial}`) => signedIn("/api/auth/guest", { display_name }),
    /** Makes an account. Costs a password hash: use guests where they will do. */
    account: (display_name = `account ${++serial}`, email = `somebody${++serial}@example.org`) =>
      signedIn("/api/auth/register", { email, password: PASSWORD, display_name }),
  };
}

export const PASSWORD = "correct horse";
export type Joined = { room: Room; participant: Participant };

type Verb = <Body = Record<string, unknown>>(path: string, body?: unknown) => Promise<Answer<Body>>;

/** Somebody with a token. */
export type Person = {
  id: string;
  user: User & { id: string };
  token: string;
  /** The refresh token's `name=value`. */
  cookie: string;
  get: Verb;
  post: Verb;
  patch: Verb;
  put: Verb;
  delete: Verb;
  /** Makes a room. */
  room(settings?: object): Promise<Room>;
  join(code: string): Promise<Joined>;
  /** Opens a socket in a room and reads its first two messages. */
  follow(code: string): Promise<Follower>;
};

/** `name=value` of the cookie that an answer sets. */
export const cookieOf = (headers: Headers): string => headers.getSetCookie()[0]?.split(";")[0] ?? "";

/** Expects a refusal in the form that every refusal has. */
export function expectRefusal(answer: Answer<unknown>, status: number, code: string): void {
  expect([answer.status, answer.body]).toEqual([
    status,
    {
      type: expect.any(String),
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
      ...(code === "invalid_input" && { errors: expect.any(Array) }),
    },
  ]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
}

import type { Body } from "../protocol/rest.ts";
import type { Account } from "../protocol/values.ts";
import { type Cell, createCell } from "./cell.ts";
import { readJson } from "./closed.ts";
import { isPassing, isProblem, isSessionOver, OFFLINE, type Problem, readProblem } from "./problem.ts";
import { reach } from "./reach.ts";
import { TEXTS } from "./texts/texts.ts";

/** Who is signed in here. `because` says why somebody no longer is. */
export type SignIn =
  /** Not asked yet, or (with a problem) the server could not be asked: it is asked again. */
  | { readonly state: "unknown"; readonly problem?: Problem }
  | { readonly state: "out"; readonly because?: string }
  | { readonly state: "in"; readonly me: Account };

type Grant = { user: Account; access_token: string; expires_in: number };
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A sign-in and the requests made in its name. The access token lives in this closure and nowhere else. */
export type Session = {
  readonly signIn: Cell<SignIn>;
  /** Takes up the sign-in that this browser still holds, if any. */
  resume(): Promise<void>;
  register(body: Body<"register">): Promise<Problem | null>;
  login(body: Body<"login">): Promise<Problem | null>;
  enterAsGuest(body: Body<"guest">): Promise<Problem | null>;
  signOut(): Promise<void>;
  /** The account has another name now. */
  renamed(display_name: string): void;
  /** The account is gone, and this sign-in with it. */
  forget(because: string): void;
  /** Asks the server whether this sign-in still holds; if not, `signIn` says so. */
  check(): Promise<Problem | null>;
  /** Calls `/api` + path; an answer without a body is null. The caller names the shape that the contract promises. */
  call<T>(method: Method, path: string, body?: object): Promise<T | Problem>;
};

const MARGIN_MS = 60_000;
const RETRY_MS = 30_000;
/** Says only that a refresh may be worth a try, so that strangers don't begin with a refused request. */
const HINT = "matinee.signed-in";

/** Only one tab may rotate the cookie at a time. Where there are no locks (plain http), the server forgives a race. */
const exclusively = <T>(act: () => Promise<T>): Promise<T> =>
  navigator.locks === undefined ? act() : navigator.locks.request("matinee-refresh", act);

/** Makes a session that knows nothing yet: `resume` it first. */
export function createSession(): Session {
  const signIn = createCell<SignIn>({ state: "unknown" });
  let token: { text: string; expires_ms: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let refreshing: Promise<Problem | null> | null = null;

  async function request(method: Method, path: string, body?: object): Promise<Response | Problem> {
    const headers = new Headers();
    if (body !== undefined) headers.set("Content-Type", "application/json");
    if (token !== null) headers.set("Authorization", `Bearer ${token.text}`);
    return reach(`/api${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  }

  async function read<T>(response: Response | Problem): Promise<T | Problem> {
    if (isProblem(response)) return response;
    if (!response.ok) return readProblem(response);
    try {
      return (response.status === 204 ? null : readJson(await response.text())) as T;
    } catch {
      return OFFLINE;
    }
  }

  function accept({ user, access_token, expires_in }: Grant): void {
    token = { text: access_token, expires_ms: performance.now() + expires_in * 1000 };
    remember(true);
    refreshIn(expires_in * 1000 - MARGIN_MS);
    const known = signIn.get();
    const isSame = known.state === "in" && known.me.id === user.id && known.me.display_name === user.display_name;
    if (!isSame) signIn.set({ state: "in", me: user });
  }

  function end(because?: string): void {
    token = null;
    clearTimeout(timer);
    remember(false);
    signIn.set({ state: "out", ...(because !== undefined && { because }) });
  }

  function refreshIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), Math.max(ms, 0));
  }

  async function rotate(): Promise<Problem | null> {
    const grant = await read<Grant>(await request("POST", "/auth/refresh"));
    if (!isProblem(grant)) accept(grant);
    else if (isSessionOver(grant)) end(signIn.get().state === "in" ? TEXTS.sessionOver : undefined);
    else refreshIn(RETRY_MS);
    return isProblem(grant) ? grant : null;
  }

  function refresh(): Promise<Problem | null> {
    refreshing ??= exclusively(rotate).finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  async function enter(path: string, body: object): Promise<Problem | null> {
    const grant = await read<Grant>(await request("POST", path, body));
    if (isProblem(grant)) return grant;
    accept(grant);
    return null;
  }

  return {
    signIn,
    async resume() {
      const problem = isWorthATry() ? await refresh() : null;
      if (signIn.get().state !== "unknown") return;
      // A server that is away for a moment has forgotten nobody.
      signIn.set(problem !== null && isPassing(problem) ? { state: "unknown", problem } : { state: "out" });
    },
    register: (body) => enter("/auth/register", body),
    login: (body) => enter("/auth/login", body),
    enterAsGuest: (body) => enter("/auth/guest", body),
    async signOut() {
      await request("POST", "/auth/logout");
      end();
    },
    renamed(display_name) {
      const known = signIn.get();
      if (known.state === "in") signIn.set({ state: "in", me: { ...known.me, display_name } });
    },
    forget: end,
    check: refresh,
    async call<T>(method: Method, path: string, body?: object) {
      // A laptop that slept missed its timer.
      const isStale = token === null || token.expires_ms < performance.now();
      const before = isStale ? await refresh() : null;
      if (before !== null) return before;
      const answer = await read<T>(await request(method, path, body));
      if (!isProblem(answer) || !isSessionOver(answer)) return answer;
      const refused = await refresh();
      return refused ?? (await read<T>(await request(method, path, body)));
    },
  };
}

/** Storage may be forbidden; then every start tries a refresh. */
function isWorthATry(): boolean {
  try {
    return localStorage.getItem(HINT) !== null;
  } catch {
    return true;
  }
}

function remember(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(HINT, "yes");
    else localStorage.removeItem(HINT);
  } catch {
    // Nothing is lost but the hint.
  }
}

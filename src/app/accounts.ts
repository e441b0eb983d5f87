import type { Clock, Ids, Passwords, SessionRecord, Store, UserRecord } from "../ports.ts";
import { isRefusal, type Refusal, refuse } from "../protocol/codes.ts";
import type { Body } from "../protocol/rest.ts";
import type { Account } from "../protocol/values.ts";
import type { Connections } from "./connections.ts";
import { createHashing } from "./hashing.ts";
import type { Rooms } from "./rooms.ts";
import { type Claims, SESSION_LIFETIME_S, type Tokens } from "./tokens.ts";

export type AccountsDeps = {
  store: Store;
  tokens: Tokens;
  clock: Clock;
  ids: Ids;
  passwords: Passwords;
  connections: Connections;
  rooms: Pick<Rooms, "rename" | "forgetUser">;
  allows: { registration: boolean; guests: boolean };
};

/** What a sign-in gives: a token to call with, and one to get the next with. */
export type SignedIn = { user: Account; access_token: string; refresh_token: string };
/** Who is calling. */
export type Identity = { user: UserRecord; session: SessionRecord };

export const asAccount = ({ id, display_name, is_guest }: Account): Account => ({ id, display_name, is_guest });

export type Accounts = ReturnType<typeof createAccounts>;

/** Accounts, guests, and their sign-ins. */
export function createAccounts(deps: AccountsDeps) {
  const { store, tokens, clock, ids, connections, rooms, allows } = deps;
  const hashing = createHashing(deps.passwords);
  /** Stands in for the hash of an unknown e-mail, so that both answers take the same time. */
  const dummyHash = deps.passwords.hash(ids.id());

  const expiry = () => clock.now() + SESSION_LIFETIME_S * 1000;

  async function issue(user: Account, session: SessionRecord): Promise<SignedIn> {
    const claims: Claims = { user_id: user.id, session_id: session.id };
    const [access_token, refresh_token] = await Promise.all([
      tokens.access(claims),
      tokens.refresh(claims, session.generation),
    ]);
    return { user: asAccount(user), access_token, refresh_token };
  }

  async function signIn(user: UserRecord): Promise<SignedIn> {
    const session: SessionRecord = { id: ids.id(), user_id: user.id, generation: 0, expires_at: expiry() };
    await store.createSession(session);
    return issue(user, session);
  }

  function newUser(display_name: string, own: Pick<UserRecord, "email" | "password_hash">): UserRecord {
    const created_at = new Date(clock.now()).toISOString();
    return { id: ids.id(), display_name, is_guest: own.email === null, created_at, ...own };
  }

  async function register({ email, password, display_name }: Body<"register">): Promise<SignedIn | Refusal> {
    if (!allows.registration) return refuse("registration_disabled");
    if ((await store.userByEmail(email)) !== null) return refuse("email_taken");
    const password_hash = await hashing.hash(password);
    if (isRefusal(password_hash)) return password_hash;
    const user = newUser(display_name, { email, password_hash });
    return (await store.createUser(user)) === "created" ? signIn(user) : refuse("email_taken");
  }

  async function login({ email, password }: Body<"login">): Promise<SignedIn | Refusal> {
    const user = await store.userByEmail(email.toLowerCase());
    const isRight = await hashing.verify(password.normalize("NFC"), user?.password_hash ?? (await dummyHash));
    if (isRefusal(isRight)) return isRight;
    return user === null || !isRight ? refuse("invalid_credentials") : signIn(user);
  }

  async function guest({ display_name }: Body<"guest">): Promise<SignedIn | Refusal> {
    if (!allows.guests) return refuse("guests_disabled");
    const user = newUser(display_name, { email: null, password_hash: null });
    await store.createUser(user);
    return signIn(user);
  }

  /** Exchanges a refresh token. One used after its successor was used ends the session. */
  async function refresh(token: string): Promise<SignedIn | Refusal> {
    const claims = await tokens.verifyRefresh(token);
    if (isRefusal(claims)) return claims;
    const session = await store.session(claims.session_id);
    if (session === null || session.expires_at <= clock.now()) return refuse("session_revoked");
    const rotated = await store.rotateSession(session.id, claims.generation, expiry());
    const user = await store.user(claims.user_id);
    if (rotated === null || user === null) {
      connections.endSessions([session.id]);
      return refuse("session_revoked");
    }
    connections.extend(session.id, rotated.expires_at);
    return issue(user, rotated);
  }

  async function logout(token: string): Promise<void> {
    const claims = await tokens.verifyRefresh(token);
    if (isRefusal(claims)) return;
    await store.deleteSession(claims.session_id);
    connections.endSessions([claims.session_id]);
  }

  /** Who stands behind verified claims, if the session and the account still do. */
  async function identify(claims: Claims): Promise<Identity | Refusal> {
    const [session, user] = await Promise.all([store.session(claims.session_id), store.user(claims.user_id)]);
    if (session === null || user === null || session.user_id !== user.id) return refuse("token_invalid");
    return session.expires_at <= clock.now() ? refuse("token_expired") : { user, session };
  }

  /** Whether the caller gave the account's password; an account without one needs none. */
  async function confirm(user: UserRecord, current: string | undefined): Promise<Refusal | null> {
    if (user.password_hash === null) return null;
    const isRight = current !== undefined && (await hashing.verify(current.normalize("NFC"), user.password_hash));
    if (isRefusal(isRight)) return isRight;
    return isRight ? null : refuse("wrong_password");
  }

  async function change({ user, session }: Identity, body: Body<"account">): Promise<UserRecord | Refusal> {
    const changed: { display_name?: string; password_hash?: string } = {};
    if (body.password !== undefined) {
      if (user.password_hash === null) return refuse("guests_have_no_password");
      const refusal = await confirm(user, body.current_password);
      if (refusal !== null) return refusal;
      const password_hash = await hashing.hash(body.password);
      if (isRefusal(password_hash)) return password_hash;
      changed.password_hash = password_hash;
    }
    if (body.display_name !== undefined) changed.display_name = body.display_name;
    if (Object.keys(changed).length === 0) return user;
    await store.updateUser(user.id, changed);
    if (changed.password_hash !== undefined) connections.endSessions(await store.deleteSessionsOf(user.id, session.id));
    const renamed = { ...user, ...changed };
    if (changed.display_name !== undefined) await rooms.rename(asAccount(renamed));
    return renamed;
  }

  async function remove({ user }: Identity, body: Body<"farewell">): Promise<null | Refusal> {
    const refusal = await confirm(user, body.current_password);
    if (refusal !== null) return refusal;
    await end(user.id);
    return null;
  }

  /** The account, the rooms that it hosts and its sockets are gone; its chat lines stay. */
  async function end(user_id: string): Promise<void> {
    await rooms.forgetUser(user_id, () => store.deleteUser(user_id));
    connections.endUser(user_id);
  }

  return { register, login, guest, refresh, logout, identify, change, remove, end };
}

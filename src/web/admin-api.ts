import type { AdminAccount, AdminAccounts, AdminFigures, AdminRoom, AdminRooms } from "../protocol/rest.ts";
import { isProblem, type Problem } from "./problem.ts";
import type { Session } from "./session.ts";

/** Part of a long list, and where the next part begins; null at its end. */
export type Part<Item> = { readonly items: readonly Item[]; readonly next_after: number | null };

export type AdminApi = ReturnType<typeof createAdminApi>;

const PART = 25;

/** The calls of the server's owner; anybody else is refused. */
export function createAdminApi({ call }: Pick<Session, "call">) {
  function query(after: number | null, q = ""): URLSearchParams {
    const asked = new URLSearchParams({ limit: String(PART) });
    if (after !== null) asked.set("after", String(after));
    if (q !== "") asked.set("q", q);
    return asked;
  }
  return {
    figures: () => call<AdminFigures>("GET", "/admin"),
    async accounts(after: number | null, q: string): Promise<Part<AdminAccount> | Problem> {
      const answer = await call<AdminAccounts>("GET", `/admin/accounts?${query(after, q)}`);
      return isProblem(answer) ? answer : { items: answer.accounts, next_after: answer.next_after };
    },
    removeAccount: (id: string) => call<null>("DELETE", `/admin/accounts/${encodeURIComponent(id)}`),
    async rooms(after: number | null): Promise<Part<AdminRoom> | Problem> {
      const answer = await call<AdminRooms>("GET", `/admin/rooms?${query(after)}`);
      return isProblem(answer) ? answer : { items: answer.rooms, next_after: answer.next_after };
    },
    deleteRoom: (code: string) => call<null>("DELETE", `/admin/rooms/${encodeURIComponent(code)}`),
  };
}

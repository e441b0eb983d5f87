import { test } from "bun:test";
import { expectRefusal, PASSWORD } from "../harness/client.ts";
import { forEachTarget } from "../harness/scene.ts";
import { serverFor } from "../harness/server.ts";

forEachTarget((target) => {
  const server = serverFor(target, { ALLOW_REGISTRATION: "false", ALLOW_GUESTS: "false" });

  test("P12: a server may take neither new accounts nor guests", async () => {
    const { api } = server();
    const newcomer = { email: "new@example.org", password: PASSWORD, display_name: "New" };
    expectRefusal(await api.call("POST", "/api/auth/register", { body: newcomer }), 403, "registration_disabled");
    expectRefusal(await api.call("POST", "/api/auth/guest", { body: newcomer }), 403, "guests_disabled");
    expectRefusal(await api.call("POST", "/api/auth/login", { body: newcomer }), 401, "invalid_credentials");
  });
});

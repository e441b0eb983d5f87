import { expect, test } from "bun:test";
import { expectRefusal } from "../harness/client.ts";
import { onEachTarget } from "../harness/scene.ts";

onEachTarget(({ cast }) => {
  test("P30: an account hosts 1,000 rooms", async () => {
    const { host } = cast();
    const codes = new Set<string>();
    for (let batch = 0; batch < 10; batch++)
      for (const { code } of await Promise.all(Array.from({ length: 100 }, () => host.room()))) codes.add(code);
    expect(codes.size).toBe(1000);
    expectRefusal(await host.post("/api/rooms", { name: "one more" }), 403, "too_many_rooms");
  });
});

import ipaddr from "ipaddr.js";
import * as v from "valibot";
import { LOG_LEVELS } from "./ports.ts";

const wholeNumber = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/),
    v.transform(Number),
    v.check((n) => n >= least && n <= most),
  );
const seconds = (most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,6}(\.\d{1,3})?$/),
    v.transform(Number),
    v.check((n) => n <= most),
  );
const yesOrNo = v.pipe(
  v.picklist(["true", "false"]),
  v.transform((value) => value === "true"),
);
const onOrOff = v.pipe(
  v.picklist(["on", "off"]),
  v.transform((value) => value === "on"),
);
const path = v.pipe(v.string(), v.nonEmpty());

const isOrigin = (value: string) =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).pathname === "/";
const cidrs = v.pipe(
  v.string(),
  v.transform((list) =>
    list
      .split(",")
      .map((cidr) => cidr.trim())
      .filter((cidr) => cidr !== ""),
  ),
  v.check((list) => list.every((cidr) => ipaddr.isValidCIDR(cidr) || ipaddr.isValid(cidr))),
);

/** One setting: `takes` says what it accepts, in words for whoever got it wrong. */
type Setting<Schema> = { schema: Schema; default: string | undefined; takes: string; doc: string };
const setting = <Schema extends v.GenericSchema<string, unknown>>(
  schema: Schema,
  fallback: string | undefined,
  takes: string,
  doc: string,
): Setting<Schema> => ({ schema, default: fallback, takes, doc });

/** Every setting. `--help` and the README's table are made of this. */
export const SETTINGS = {
  PORT: setting(wholeNumber(0, 65_535), "3000", "a port, 0 to 65535 (0: any free one)", "Port to listen on."),
  HOST: setting(path, "0.0.0.0", "an address of this machine", "Address to listen on."),
  DATA_DIR: setting(path, "./data", "a folder", "Database and secret; kept private to its user."),
  DATABASE_URL: setting(
    v.pipe(v.string(), v.startsWith("file:"), v.minLength(6)),
    undefined,
    "file: and a path",
    "Database file, `file:` and a path; by default `matinee.db` in `DATA_DIR`.",
  ),
  MEDIA_DIR: setting(path, "./media", "a folder", "Folder with films; a missing one is the same as an empty one."),
  JWT_SECRET: setting(
    v.pipe(
      v.string(),
      v.check((secret) => new TextEncoder().encode(secret).length >= 32),
    ),
    undefined,
    "at least 32 bytes",
    "Secret that signs tokens; by default made once and kept in `DATA_DIR`.",
  ),
  PUBLIC_URL: setting(
    v.pipe(
      v.string(),
      v.check(isOrigin),
      v.transform((value) => new URL(value).origin),
    ),
    undefined,
    "an http or https origin such as https://party.example.org",
    "Origin that browsers use; by default the one of the request.",
  ),
  TRUSTED_PROXIES: setting(
    cidrs,
    "",
    "addresses or CIDRs, separated by commas",
    "Proxies whose `X-Forwarded-*` headers are believed.",
  ),
  ALLOW_REGISTRATION: setting(yesOrNo, "true", "true or false", "Whether new accounts can be made."),
  ALLOW_GUESTS: setting(yesOrNo, "true", "true or false", "Whether people may come in with a name alone."),
  HOST_GRACE_SECONDS: setting(
    seconds(86_400),
    "15",
    "seconds, 0 to 86400, fractions allowed",
    "How long playback goes on when the host's connection is gone.",
  ),
  AUTH_RATE_LIMIT: setting(
    onOrOff,
    "on",
    "on or off",
    "Limits on sign-ins and on guessing room codes; off for load tests.",
  ),
  CHAT_RATE_LIMIT: setting(onOrOff, "on", "on or off", "Limit on chat; off for load tests."),
  MAX_CONNECTIONS: setting(
    wholeNumber(1, 1_000_000),
    "10000",
    "a number, 1 to 1000000",
    "Open sockets on this server.",
  ),
  MAX_CONNECTIONS_PER_USER: setting(wholeNumber(1, 10_000), "10", "a number, 1 to 10000", "Open sockets of one user."),
  LOG_LEVEL: setting(v.picklist(LOG_LEVELS), "info", LOG_LEVELS.join(", "), "Least level that is logged."),
} as const;

type Settings = typeof SETTINGS;
type Optional = "DATABASE_URL" | "JWT_SECRET" | "PUBLIC_URL";
/** The settings, read. */
export type Config = {
  readonly [Name in keyof Settings]: Name extends Optional
    ? v.InferOutput<Settings[Name]["schema"]> | undefined
    : v.InferOutput<Settings[Name]["schema"]>;
};

/** Settings that belong to more than one server; given, they must not be ignored in silence. */
const NOT_YET = ["REDIS_URL", "UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN", "DATABASE_AUTH_TOKEN"];

/** Reads the environment: the settings, or one line a mistake. An empty variable counts as absent. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config | { mistakes: string[] } {
  const mistakes = NOT_YET.filter((name) => env[name]).map(
    (name) => `${name}: got a value, takes none in this version, which runs as one server`,
  );
  const read = Object.entries(SETTINGS).map(([name, { schema, default: fallback, takes }]) => {
    const given = env[name] || fallback;
    if (given === undefined) return [name, undefined];
    const result = v.safeParse(schema, given);
    if (result.success) return [name, result.output];
    const got = name === "JWT_SECRET" ? "a value too short" : JSON.stringify(given);
    mistakes.push(`${name}: got ${got}, takes ${takes}`);
    return [name, undefined];
  });
  return mistakes.length > 0 ? { mistakes } : (Object.fromEntries(read) as Config);
}

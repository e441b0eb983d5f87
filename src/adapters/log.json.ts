import { LOG_LEVELS, type Log, type LogLevel } from "../ports.ts";

/** One JSON object a line: `time`, `level`, `message`, then the fields. */
export function createJsonLog(least: LogLevel, write: (line: string) => void = console.log): Log {
  const logs = LOG_LEVELS.map((level, rank) => {
    const isWanted = rank >= LOG_LEVELS.indexOf(least);
    const log = (message: string, fields: object = {}) => {
      if (isWanted) write(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }, spelled));
    };
    return [level, log] as const;
  });
  return Object.fromEntries(logs) as Log;
}

/** Errors in their own words, with where they came from; not every stack begins with the message. */
const spelled = (_: string, value: unknown) => (value instanceof Error ? `${value}\n${value.stack ?? ""}` : value);

import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { type Refusal, refuse } from "../protocol/codes.ts";

/** Sign-ins and new accounts from one address; wrong passwords for one e-mail from one address; unknown codes. */
const SIGN_INS = { points: 60, duration: 60 };
const WRONG_PASSWORDS = { points: 10, duration: 300 };
const UNKNOWN_CODES = { points: 10, duration: 60 };

/** Asks for one more try under a key; answers with a refusal where there were too many. */
export type Throttle = {
  /** Counts a try. */
  take(key: string): Promise<Refusal | null>;
  /** Looks without counting. */
  peek(key: string): Promise<Refusal | null>;
  /** Takes back one try that was counted. */
  forgive(key: string): Promise<void>;
};

const tooMany = ({ msBeforeNext }: RateLimiterRes) => refuse("rate_limited", { retry_after: msBeforeNext / 1000 });

function createThrottle(limit: { points: number; duration: number }, isOn: boolean): Throttle {
  const limiter = new RateLimiterMemory(limit);
  return {
    async take(key) {
      if (!isOn) return null;
      return limiter.consume(key).then(() => null, tooMany);
    },
    async peek(key) {
      const used = isOn ? await limiter.get(key) : null;
      return used !== null && used.consumedPoints >= limit.points ? tooMany(used) : null;
    },
    async forgive(key) {
      if (isOn) await limiter.reward(key);
    },
  };
}

export type Throttles = ReturnType<typeof createThrottles>;

export function createThrottles(isOn: boolean) {
  return {
    signIns: createThrottle(SIGN_INS, isOn),
    wrongPasswords: createThrottle(WRONG_PASSWORDS, isOn),
    unknownCodes: createThrottle(UNKNOWN_CODES, isOn),
  };
}

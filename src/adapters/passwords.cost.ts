/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. */
export const ARGON2ID = { memory_kib: 19_456, passes: 2, lanes: 1 } as const;

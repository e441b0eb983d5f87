import { useEffect, useState } from "preact/hooks";

/** What is said for a moment: null again after so long, counted anew whenever something is said, be it the same. */
export function useMoment<T>(ms: number): [T | null, (value: T | null) => void] {
  const [said, setSaid] = useState<{ readonly value: T } | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), ms);
    return () => clearTimeout(timer);
  }, [said]);
  return [said?.value ?? null, (value) => setSaid(value === null ? null : { value })];
}

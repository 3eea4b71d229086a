const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;

/** How long to wait before the next attempt: doubling, with chance, so that many phones do not come back at once. */
export function waitBefore(attempt: number, chance: number = Math.random()): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return full * (0.75 + chance / 4);
}

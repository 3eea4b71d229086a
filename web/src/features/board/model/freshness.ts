/**
 * Whether what is on screen may be called current.
 *
 * Fresh only while the version that the service last announced is the version that is drawn. Times are
 * milliseconds on a monotonic clock; sleep is added by `slept`, as such a clock may stand still then.
 */
export const LATE_MS = 10_000;
export const STALE_MS = 15_000;
export const EMPTY_MS = 120_000;

export type Level =
  /** Nothing is drawn. */
  | 'none'
  /** Drawn, but the service has not yet said that it is current. */
  | 'connecting'
  | 'fresh'
  /** The service has announced something newer than what is drawn. */
  | 'updating'
  /** 10 s without word. */
  | 'late'
  /** 15 s: out of date. */
  | 'stale'
  /** 120 s: cells are emptied. */
  | 'empty';

export interface Freshness {
  readonly drawn: string | null;
  readonly drawnAt: number;
  readonly announced: string | null;
  readonly announcedAt: number;
  /** When the two last agreed. */
  readonly agreedAt: number | null;
}

export const nothing: Freshness = { drawn: null, drawnAt: 0, announced: null, announcedAt: 0, agreedAt: null };

/** The service said which version is current. */
export function heard(f: Freshness, version: string, now: number): Freshness {
  return { ...f, announced: version, announcedAt: now, agreedAt: version === f.drawn ? now : f.agreedAt };
}

/** A version has been drawn. Drawing what was announced earlier is current as of the announcement, not as of now. */
export function drew(f: Freshness, version: string, now: number): Freshness {
  const drawnAt = f.drawn === null ? now : f.drawnAt;
  const agreedAt = version === f.announced ? Math.max(f.agreedAt ?? -Infinity, f.announcedAt) : f.agreedAt;
  return { ...f, drawn: version, drawnAt, agreedAt };
}

/** The machine slept: everything is that much older. */
export function slept(f: Freshness, ms: number): Freshness {
  return {
    ...f,
    drawnAt: f.drawnAt - ms,
    announcedAt: f.announcedAt - ms,
    agreedAt: f.agreedAt === null ? null : f.agreedAt - ms,
  };
}

export function age(f: Freshness, now: number): number {
  return Math.max(0, now - (f.agreedAt ?? f.drawnAt));
}

export function level(f: Freshness, now: number): Level {
  if (f.drawn === null) return 'none';
  const ms = age(f, now);
  if (ms >= EMPTY_MS) return 'empty';
  if (ms >= STALE_MS) return 'stale';
  if (ms >= LATE_MS) return 'late';
  if (f.agreedAt === null) return 'connecting';
  return f.announced === f.drawn ? 'fresh' : 'updating';
}

export function isStale(l: Level): boolean {
  return l === 'stale' || l === 'empty';
}

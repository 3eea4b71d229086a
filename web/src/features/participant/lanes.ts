/** Where each entry stands in the chart. */
import type { Mark } from '../../ui';

export const lanes = ['contact', 'home', 'money', 'admission', 'plan', 'meeting', 'correction'] as const;
export type Lane = (typeof lanes)[number];

export const laneOf: Record<Mark, Lane> = {
  CONTACT: 'contact',
  ATTEMPT: 'contact',
  HOME: 'home',
  MONEY: 'money',
  PAID: 'money',
  LEGAL: 'money',
  ADMISSION: 'admission',
  PLAN: 'plan',
  MEETING: 'meeting',
  CORRECTION: 'correction',
};

interface ChartEntry {
  readonly entryId: string;
  readonly kind: string;
  readonly mark: Mark;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly backdated: boolean;
  readonly stands: boolean;
  readonly corrections: readonly { readonly entryId: string; readonly recordedAt: string }[];
  readonly errorMark?: { readonly entryId: string; readonly recordedAt: string } | null;
}

export interface Point {
  readonly id: string;
  readonly lane: Lane;
  readonly mark: Mark;
  readonly at: number;
  /** When it was written, where that is another day. */
  readonly writtenAt: number | null;
  readonly stands: boolean;
  /** A visit that is planned: it has not been kept yet. */
  readonly planned: boolean;
  readonly kind: string;
}

export interface Bar {
  readonly id: string;
  readonly from: number;
  /** Open ones go on to the edge. */
  readonly until: number | null;
  readonly prison: boolean;
}

const begins: Readonly<Record<string, string>> = {
  PARTICIPANT_ADMITTED: 'PARTICIPANT_DISCHARGED_FROM_WARD',
  IMPRISONMENT_STARTED: 'IMPRISONMENT_ENDED',
};
const ends = new Set(Object.values(begins));
/** A visit that was called off is no attempt at one. The list below the chart has it. */
const notTried = new Set(['CONTACT_CANCELLED']);

export function pointsOf(entries: readonly ChartEntry[]): readonly Point[] {
  const points: Point[] = [];
  for (const entry of entries) {
    if (begins[entry.kind] === undefined && !ends.has(entry.kind) && !notTried.has(entry.kind)) {
      points.push({
        id: entry.entryId,
        lane: laneOf[entry.mark],
        mark: entry.mark,
        at: Date.parse(entry.occurredAt),
        writtenAt: entry.backdated ? Date.parse(entry.recordedAt) : null,
        stands: entry.stands,
        planned: entry.kind === 'CONTACT_PLANNED',
        kind: entry.kind,
      });
    }
    const amendments = entry.errorMark ? [...entry.corrections, entry.errorMark] : entry.corrections;
    for (const { entryId, recordedAt } of amendments) {
      points.push({ id: entryId, lane: 'correction', mark: 'CORRECTION', at: Date.parse(recordedAt), writtenAt: null, stands: true, planned: false, kind: 'ENTRY_CORRECTED' });
    }
  }
  return points;
}

/** Stays, from the entry that begins one to the next that ends it. */
export function barsOf(entries: readonly ChartEntry[]): readonly Bar[] {
  const standing = entries.filter((entry) => entry.stands).toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
  return standing.flatMap((entry, index) => {
    const end = begins[entry.kind];
    if (end === undefined) return [];
    const ended = standing.slice(index + 1).find((later) => later.kind === end);
    return [{ id: entry.entryId, from: Date.parse(entry.occurredAt), until: ended ? Date.parse(ended.occurredAt) : null, prison: entry.kind === 'IMPRISONMENT_STARTED' }];
  });
}

/** The first of each month between two instants, by UTC dates: close enough for a grid line. */
export function monthStarts(from: number, until: number): readonly number[] {
  const first = new Date(from);
  const months: number[] = [];
  for (let i = 0; ; i += 1) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + i, 1);
    if (start > until) return months;
    if (start >= from) months.push(start);
  }
}

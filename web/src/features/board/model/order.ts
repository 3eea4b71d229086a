import { riskOrder, statusOrder } from '../../../ui';
import type { BoardRowData, BoardStatus, VisitData } from './row';

const alias = new Intl.Collator('nb');

/** The order of the meeting; somebody without a status needs a decision and comes after the new. */
const meetingOrder: readonly (BoardStatus | null)[] = statusOrder.flatMap((status) =>
  status === 'NEW' ? [status, null] : [status],
);

export function groupOf(row: Pick<BoardRowData, 'status'>): number {
  return meetingOrder.indexOf(row.status ?? null);
}

function risk(row: BoardRowData): number {
  return row.riskLevel ? riskOrder.indexOf(row.riskLevel) : riskOrder.length;
}

/**
 * By status in meeting order, then alias, so that a person stays where one last saw them. Only homes at risk
 * go by urgency: level, then days to the deadline.
 */
export function byMeetingOrder(a: BoardRowData, b: BoardRowData): number {
  const group = groupOf(a) - groupOf(b);
  if (group !== 0) return group;
  if (a.status === 'TENANCY_AT_RISK') {
    const urgency =
      risk(a) - risk(b) || (a.nextDeadline?.daysLeft ?? Infinity) - (b.nextDeadline?.daysLeft ?? Infinity);
    if (urgency !== 0 && !Number.isNaN(urgency)) return urgency;
  }
  return alias.compare(a.alias, b.alias);
}

export function ordered<T extends BoardRowData>(rows: readonly T[]): T[] {
  return rows.toSorted(byMeetingOrder);
}

/** The visit that matters now: the first not over; the last of the day when all are. */
export function currentVisit(visits: readonly VisitData[], now: number): VisitData | undefined {
  const inOrder = visits.toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start));
  const over = (visit: VisitData) => Date.parse(visit.end ?? visit.start) < now;
  return inOrder.find((visit) => !over(visit)) ?? inOrder.at(-1);
}

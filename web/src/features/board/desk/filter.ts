import { addDays, weekday, type DateText } from '../../../i18n';
import type { BoardRowData, BoardStatus, RiskLevel } from '../model/row';
import { needsDecision } from '../model/summary';

export const onlyChoices = ['today', 'unassigned', 'overdue', 'deadline', 'decide'] as const;
export type Only = (typeof onlyChoices)[number];

export interface Filter {
  readonly status?: string | undefined;
  readonly risk?: RiskLevel | undefined;
  /** Initials of the responsible. */
  readonly who?: string | undefined;
  readonly only?: Only | undefined;
  /** Those not on the board too. */
  readonly all?: boolean | undefined;
  readonly q?: string | undefined;
}

export function isFiltered(filter: Filter): boolean {
  return [filter.status, filter.risk, filter.who, filter.only, filter.q].some((value) => value !== undefined);
}

/** Mine alone: kept in the address, never at the service. */
export function matches(row: BoardRowData, filter: Filter, today: DateText): boolean {
  if (!row.shown && filter.all !== true) return false;
  if (filter.status !== undefined && row.status !== (filter.status as BoardStatus)) return false;
  if (filter.risk !== undefined && row.riskLevel !== filter.risk) return false;
  if (filter.who !== undefined && !involved(row, filter.who)) return false;
  if (filter.q !== undefined && !row.alias.toLocaleLowerCase('nb').includes(filter.q.toLocaleLowerCase('nb'))) return false;
  return filter.only === undefined || only[filter.only](row, today);
}

function involved(row: BoardRowData, initials: string): boolean {
  return row.responsible === initials || row.today.some((visit) => visit.initials.includes(initials));
}

const only: Record<Only, (row: BoardRowData, today: DateText) => boolean> = {
  today: (row) => row.today.length > 0,
  unassigned: (row) => row.today.some((visit) => visit.unassigned),
  overdue: (row) => row.lastMetOverdue,
  deadline: (row, today) =>
    row.nextDeadline != null && row.nextDeadline.on <= addDays(today, 6 - weekday(today)),
  decide: needsDecision,
};

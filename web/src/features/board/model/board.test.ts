import { describe, expect, it } from 'vitest';
import { matches } from '../desk/filter';
import { currentVisit, ordered } from './order';
import { paged, turned } from './paging';
import type { BoardRowData } from './row';
import { dueSoon, numbers } from './summary';

const row = (alias: string, over: Partial<BoardRowData> = {}): BoardRowData => ({
  participantId: alias,
  alias,
  shown: true,
  status: 'BASE',
  marks: [],
  riskLevel: null,
  nextDeadline: null,
  lastMetDays: 1,
  lastMetOverdue: false,
  incomplete: false,
  responsible: 'MH',
  today: [],
  ...over,
});
const visit = (start: string, over: Partial<BoardRowData['today'][number]> = {}) => ({
  plannedContactId: start,
  start,
  end: null,
  initials: ['MH'],
  unassigned: false,
  ...over,
});
const due = (on: string, daysLeft: number) => ({ deadline: 'PAY_BY' as const, on, passed: false, daysLeft });

describe('order', () => {
  it('is the order of the meeting, then the alias in Norwegian', () => {
    const rows = [row('Åkerrikse'), row('Ask', { status: 'NEW' }), row('Ærfugl'), row('Ørret'), row('Vipe', { status: 'CRISIS' })];
    expect(ordered(rows).map((r) => r.alias)).toEqual(['Vipe', 'Ask', 'Ærfugl', 'Ørret', 'Åkerrikse']);
  });

  it('puts somebody without a status after the new and before the intensive', () => {
    const rows = [row('A', { status: 'INTENSIVE_SHORT' }), row('B', { status: null }), row('C', { status: 'NEW' })];
    expect(ordered(rows).map((r) => r.alias)).toEqual(['C', 'B', 'A']);
  });

  it('sorts homes at risk by level, then deadline', () => {
    const at = { status: 'TENANCY_AT_RISK' as const };
    const rows = [
      row('A', { ...at, riskLevel: 'ORANGE' }),
      row('B', { ...at, riskLevel: 'RED', nextDeadline: due('2026-11-27', 3) }),
      row('C', { ...at, riskLevel: 'RED', nextDeadline: due('2026-11-26', 2) }),
      row('D', { ...at, riskLevel: 'RED' }),
    ];
    expect(ordered(rows).map((r) => r.alias)).toEqual(['C', 'B', 'D', 'A']);
  });

  it('shows the visit that is next, or the last when all are over', () => {
    const day = [visit('2026-11-24T12:00:00Z'), visit('2026-11-24T08:00:00Z', { end: '2026-11-24T09:00:00Z' })];
    expect(currentVisit(day, Date.parse('2026-11-24T08:30:00Z'))?.start).toBe('2026-11-24T08:00:00Z');
    expect(currentVisit(day, Date.parse('2026-11-24T10:00:00Z'))?.start).toBe('2026-11-24T12:00:00Z');
    expect(currentVisit(day, Date.parse('2026-11-24T20:00:00Z'))?.start).toBe('2026-11-24T12:00:00Z');
    expect(currentVisit([], 0)).toBeUndefined();
  });
});

describe('pages', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => row(`P${i}`));
  const sizes = (n: number) => paged(many(n)).map((page) => page.map((column) => column.length));

  it('are two columns of fifteen', () => {
    expect(sizes(0)).toEqual([[0, 0]]);
    expect(sizes(15)).toEqual([[15, 0]]);
    expect(sizes(16)).toEqual([[15, 1]]);
    expect(sizes(30)).toEqual([[15, 15]]);
    expect(sizes(31)).toEqual([[15, 15], [1, 0]]);
    expect(sizes(46)).toEqual([[15, 15], [15, 1]]);
  });

  it('show everybody once', () => {
    const all = paged(many(100)).flat(2).map((placed) => placed.row.alias);
    expect(all).toEqual(many(100).map((r) => r.alias));
  });

  it('have a rule where the status changes, never below a column’s last row', () => {
    const rows = [...Array.from({ length: 15 }, (_, i) => row(`A${i}`, { status: i < 2 ? 'CRISIS' : 'NEW' })), row('B')];
    const [column] = paged(rows)[0] ?? [];
    expect(column?.map((placed) => placed.ends).indexOf(true)).toBe(1);
    expect(column?.filter((placed) => placed.ends)).toHaveLength(1);
  });

  it('turn round', () => {
    expect(turned(1, 1, 2)).toBe(0);
    expect(turned(0, -1, 2)).toBe(1);
    expect(turned(0, 1, 1)).toBe(0);
  });
});

describe('the numbers of the day', () => {
  it('count statuses, visits, what is overdue and what must be decided', () => {
    const rows = [
      row('A', { status: 'CRISIS', lastMetOverdue: true, today: [visit('2026-11-24T08:00:00Z')] }),
      row('B', { status: null, marks: ['NEEDS_DECISION'], today: [visit('2026-11-24T09:00:00Z', { unassigned: true, initials: [] })] }),
    ];
    expect(numbers(rows)).toMatchObject({ overdue: 1, decide: 1, visits: 2, unassigned: 1 });
    expect(numbers(rows).statuses.get('CRISIS')).toBe(1);
  });

  it('give the deadlines of the next seven days, soonest first', () => {
    const rows = [
      row('C', { nextDeadline: due('2026-12-02', 8) }),
      row('B', { nextDeadline: due('2026-12-01', 7) }),
      row('A', { nextDeadline: due('2026-11-24', 0) }),
    ];
    const items = dueSoon(rows, '2026-11-24');
    expect(items.map((i) => i.alias)).toEqual(['A', 'B']);
    expect(items[0]?.today).toBe(true);
  });
});

describe('filters', () => {
  const today = '2026-11-24';
  it('leave out those not on the board unless asked', () => {
    const off = row('A', { shown: false });
    expect(matches(off, {}, today)).toBe(false);
    expect(matches(off, { all: true }, today)).toBe(true);
  });
  it('find mine by responsibility or by a visit today', () => {
    expect(matches(row('A'), { who: 'MH' }, today)).toBe(true);
    expect(matches(row('A', { today: [visit('2026-11-24T08:00:00Z', { initials: ['KT'] })] }), { who: 'KT' }, today)).toBe(true);
    expect(matches(row('A'), { who: 'KT' }, today)).toBe(false);
  });
  it('combine', () => {
    const r = row('Alke', { status: 'CRISIS', riskLevel: 'RED', lastMetOverdue: true });
    expect(matches(r, { status: 'CRISIS', risk: 'RED', only: 'overdue', q: 'alk' }, today)).toBe(true);
    expect(matches(r, { status: 'CRISIS', risk: 'GREEN' }, today)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { barsOf, monthStarts, pointsOf } from './lanes';

const entry = (kind: string, occurredAt: string, more: Partial<Parameters<typeof pointsOf>[0][number]> = {}) => ({
  entryId: `${kind}${occurredAt}`,
  kind,
  mark: 'ADMISSION' as const,
  occurredAt,
  recordedAt: occurredAt,
  backdated: false,
  stands: true,
  corrections: [],
  ...more,
});

describe('the chart', () => {
  it('draws a stay from the admission to the discharge, and an open one to the edge', () => {
    const entries = [entry('PARTICIPANT_ADMITTED', '2026-09-01T10:00:00Z'), entry('PARTICIPANT_DISCHARGED_FROM_WARD', '2026-09-09T10:00:00Z'), entry('PARTICIPANT_ADMITTED', '2026-11-01T10:00:00Z')];
    expect(barsOf(entries.toReversed()).map(({ until }) => until)).toEqual([Date.parse('2026-09-09T10:00:00Z'), null]);
  });

  it('draws no stay for an admission that was entered in error', () => {
    expect(barsOf([entry('PARTICIPANT_ADMITTED', '2026-09-01T10:00:00Z', { stands: false })])).toEqual([]);
  });

  it('gives a tail to what was written on another day, and a point to each correction', () => {
    const late = entry('RENT_MISSED', '2026-09-01T10:00:00Z', { mark: 'MONEY', recordedAt: '2026-09-05T10:00:00Z', backdated: true, corrections: [{ entryId: 'c', recordedAt: '2026-09-06T10:00:00Z' }] });
    const points = pointsOf([late]);
    expect(points.map(({ lane }) => lane)).toEqual(['money', 'correction']);
    expect(points[0]?.writtenAt).toBe(Date.parse('2026-09-05T10:00:00Z'));
  });

  it('draws a planned visit as planned, and one that was called off not at all', () => {
    const [planned, cancelled, kept] = (['CONTACT_PLANNED', 'CONTACT_CANCELLED', 'CONTACT_COMPLETED'] as const).map((kind) => entry(kind, '2026-09-01T10:00:00Z', { mark: 'CONTACT' }));
    if (!planned || !cancelled || !kept) throw new Error('no entries');
    expect(pointsOf([planned, cancelled, kept]).map((point) => [point.kind, point.planned])).toEqual([
      ['CONTACT_PLANNED', true],
      ['CONTACT_COMPLETED', false],
    ]);
  });

  it('has a line for each month', () => {
    expect(monthStarts(Date.UTC(2026, 10, 15), Date.UTC(2027, 1, 2)).map((at) => new Date(at).toISOString().slice(0, 10))).toEqual(['2026-12-01', '2027-01-01', '2027-02-01']);
  });
});

import { describe, expect, it } from 'vitest';
import { across, levelBars, monthsOf, stepLine, ticks, type ArrearsPoint } from './arrears';

const span = { from: '2026-01-01', until: '2026-01-11' };
const point = (on: string, arrearsOre: number, level: ArrearsPoint['level'], tenancyId: string | null = 't'): ArrearsPoint => ({ on, arrearsOre, level: level ?? null, points: 0, tenancyId });
const points = [point('2026-01-01', 0, 'GREEN'), point('2026-01-03', 920_000, 'YELLOW'), point('2026-01-05', 920_000, 'YELLOW'), point('2026-01-08', 0, null, null)];

describe('the chart of arrears', () => {
  it('places days by date, also over the change of the clock', () => {
    const x = across({ from: '2026-03-20', until: '2026-04-09' }, 200);
    expect([x('2026-03-20'), x('2026-03-30'), x('2026-04-09')]).toEqual([0, 100, 200]);
  });

  it('is a line of steps that ends where the tenancy ends', () => {
    expect(stepLine(points, span, across(span, 100), (ore) => ore / 10_000)).toBe('M0 0L20 0L20 92L40 92L40 92L70 92');
  });

  it('joins days of the same level, and draws none without a tenancy', () => {
    expect(levelBars(points, span)).toEqual([
      { level: 'GREEN', from: '2026-01-01', until: '2026-01-03' },
      { level: 'YELLOW', from: '2026-01-03', until: '2026-01-08' },
    ]);
  });

  it.each([
    [0, [0, 100_000]],
    [920_000, [0, 500_000, 1_000_000]],
    [2_110_000, [0, 1_000_000, 2_000_000, 3_000_000]],
  ])('has round amounts up to %d øre', (largest, expected) => expect(ticks(largest)).toEqual(expected));

  it('marks the beginning of each month', () => expect(monthsOf({ from: '2025-11-15', until: '2026-02-01' })).toEqual(['2025-12-01', '2026-01-01', '2026-02-01']));
});

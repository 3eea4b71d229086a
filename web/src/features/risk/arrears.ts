/** Arrears and level over time, as figures for a drawing. Days and øre in, pixels out. */
import type { RiskLevel } from '../../graphql';
import { daysBetween } from '../../i18n';

export interface ArrearsPoint {
  readonly on: string;
  readonly tenancyId?: string | null;
  readonly arrearsOre: number;
  readonly level?: RiskLevel | null;
  readonly points: number;
}

export interface Span {
  readonly from: string;
  readonly until: string;
}

/** The bottom lane is the mildest level. */
export const levels: readonly RiskLevel[] = ['RED', 'ORANGE', 'YELLOW', 'GREEN'];

/** From a day to a place between 0 and `width`. */
export function across({ from, until }: Span, width: number): (day: string) => number {
  const days = Math.max(1, daysBetween(from, until));
  return (day) => (Math.min(Math.max(daysBetween(from, day), 0), days) / days) * width;
}

/** Round amounts for the axis: at most five, from nothing to at least the largest. */
export function ticks(largestOre: number): readonly number[] {
  const steps = [1, 2, 5].flatMap((digit) => [1e5, 1e6, 1e7, 1e8].map((power) => digit * power)).toSorted((a, b) => a - b);
  const step = steps.find((each) => Math.ceil(largestOre / each) <= 4) ?? largestOre;
  const count = Math.max(1, Math.ceil(largestOre / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** What a point says holds until the next one: a line of steps. Broken where there was no tenancy. */
export function stepLine(points: readonly ArrearsPoint[], span: Span, x: (day: string) => number, y: (ore: number) => number): string {
  let path = '';
  let open = false;
  points.forEach((point, index) => {
    if (point.tenancyId == null) {
      open = false;
      return;
    }
    path += `${open ? 'L' : 'M'}${x(point.on)} ${y(point.arrearsOre)}L${x(points[index + 1]?.on ?? span.until)} ${y(point.arrearsOre)}`;
    open = true;
  });
  return path;
}

export interface LevelBar {
  readonly level: RiskLevel;
  readonly from: string;
  readonly until: string;
}

/** Stretches of one level; neighbours of the same level are one. */
export function levelBars(points: readonly ArrearsPoint[], span: Span): readonly LevelBar[] {
  const bars: LevelBar[] = [];
  points.forEach((point, index) => {
    if (!point.level) return;
    const until = points[index + 1]?.on ?? span.until;
    const last = bars.at(-1);
    if (last?.level === point.level && last.until === point.on) bars[bars.length - 1] = { ...last, until };
    else bars.push({ level: point.level, from: point.on, until });
  });
  return bars;
}

/** The first of each month within the span. */
export function monthsOf({ from, until }: Span): readonly string[] {
  const months: string[] = [];
  let [year = 0, month = 1] = from.split('-').map(Number);
  for (;;) {
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    const first = `${year}-${String(month).padStart(2, '0')}-01`;
    if (first > until) return months;
    months.push(first);
  }
}

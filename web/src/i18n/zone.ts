/** Europe/Oslo as plain numbers. Every date and clock on screen goes through here. */
export interface OsloTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A calendar date, "2026-11-24". */
export type DateText = string;

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export function oslo(instant: string | number | Date): OsloTime {
  const found: Record<string, number> = {};
  for (const { type, value } of parts.formatToParts(new Date(instant))) found[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = found;
  return { year, month, day, hour, minute, second };
}

const two = (n: number) => String(n).padStart(2, '0');

export function dateOf(instant: string | number | Date): DateText {
  const t = oslo(instant);
  return `${t.year}-${two(t.month)}-${two(t.day)}`;
}

export function splitDate(date: DateText): { year: number; month: number; day: number } {
  const [year = NaN, month = NaN, day = NaN] = date.slice(0, 10).split('-').map(Number);
  return { year, month, day };
}

/** Days since 1970-01-01, so that a difference of dates is never a count of hours. */
export function dayNumber(date: DateText): number {
  const { year, month, day } = splitDate(date);
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}

export function daysBetween(from: DateText, to: DateText): number {
  return dayNumber(to) - dayNumber(from);
}

export function addDays(date: DateText, days: number): DateText {
  return new Date((dayNumber(date) + days) * 86_400_000).toISOString().slice(0, 10);
}

/** Monday is 0, Sunday 6. */
export function weekday(date: DateText): number {
  return (((dayNumber(date) + 3) % 7) + 7) % 7;
}

/** ISO 8601: week 1 has the year's first Thursday. */
export function weekNumber(date: DateText): number {
  const thursday = addDays(date, 3 - weekday(date));
  const newYear = `${thursday.slice(0, 4)}-01-01`;
  return Math.floor(daysBetween(newYear, thursday) / 7) + 1;
}

/**
 * The instant of a local time in Oslo, "2026-03-12T08:30". Null when there is no such time (spring). Of a time that
 * comes twice (autumn), the first.
 */
export function fromOslo(local: string): string | null {
  const utc = Date.parse(`${local.slice(0, 16)}:00Z`);
  if (Number.isNaN(utc)) return null;
  for (const hours of [2, 1]) {
    const instant = utc - hours * 3_600_000;
    const t = oslo(instant);
    if (`${dateOf(instant)}T${two(t.hour)}:${two(t.minute)}` === local.slice(0, 16)) return new Date(instant).toISOString();
  }
  return null;
}

/** "2026-03-12T08:30" for a field that takes a local time. */
export function toOsloLocal(instant: string | number | Date): string {
  const t = oslo(instant);
  return `${dateOf(instant)}T${two(t.hour)}:${two(t.minute)}`;
}

/** Dates as people type them, day first, and as the program keeps them: "24.11.2026" and "2026-11-24". */
import type { DateText } from '../../i18n';
import { dayOf, daysIn } from './month';

const NEWEST_SHORT_YEAR = 20;
const OLDEST_YEAR = 1800;

/**
 * "24.11.2026", "24.11.26", "24/11 2026", "24112026", "2026-11-24"; "24.11" is in the year of `today`.
 * Null when it is no date.
 */
export function parseTypedDate(typed: string, today: DateText): DateText | null {
  const text = typed.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso) return dateFrom(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})[.\-/\s]+(\d{1,2})(?:[.\-/\s]+(\d{4}|\d{2})?)?\.?$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text);
  if (!parts) return null;
  const thisYear = Number(today.slice(0, 4));
  return dateFrom(parts[3] === undefined ? thisYear : fullYear(parts[3], thisYear), Number(parts[2]), Number(parts[1]));
}

/** Two figures mean the hundred years that end twenty years ahead: deadlines lie ahead, birthdays behind. */
function fullYear(typed: string, thisYear: number): number {
  const year = Number(typed);
  if (typed.length === 4) return year;
  const century = thisYear - (thisYear % 100);
  return century + year > thisYear + NEWEST_SHORT_YEAR ? century - 100 + year : century + year;
}

function dateFrom(year: number, month: number, day: number): DateText | null {
  const exists = year >= OLDEST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return exists ? dayOf(year, month, day) : null;
}

/** As it stands in the field. What is no date stays as it was typed. */
export function shownDate(value: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return parts ? `${Number(parts[3])}.${Number(parts[2])}.${parts[1] ?? ''}` : value;
}

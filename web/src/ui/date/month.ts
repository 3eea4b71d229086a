/** One month as a calendar draws it, and how the keys move in it. */
import { addDays, dateOf, weekday, weekNumber, type DateText } from '../../i18n';

export interface Week {
  readonly number: number;
  /** Monday first, with the last days of the month before and the first of the next. */
  readonly days: readonly DateText[];
}

export function weeksOf(anyDay: DateText): readonly Week[] {
  const first = `${anyDay.slice(0, 8)}01`;
  const monday = addDays(first, -weekday(first));
  const [year, month] = partsOf(anyDay);
  const count = Math.ceil((weekday(first) + daysIn(year, month)) / 7);
  return Array.from({ length: count }, (_, week) => {
    const start = addDays(monday, week * 7);
    return { number: weekNumber(start), days: Array.from({ length: 7 }, (__, day) => addDays(start, day)) };
  });
}

/** The same day number in another month, or its last day. */
export function addMonths(date: DateText, months: number): DateText {
  const [year, month, day] = partsOf(date);
  const at = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(at / 12), (at % 12) + 1];
  return dayOf(newYear, newMonth, Math.min(day, daysIn(newYear, newMonth)));
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function dayOf(year: number, month: number, day: number): DateText {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function partsOf(date: DateText): readonly [number, number, number] {
  const [year = NaN, month = NaN, day = NaN] = date.split('-').map(Number);
  return [year, month, day];
}

/** Where a key leads from a day; null when it is no key of the calendar. */
export function dayAfterKey(key: string, shift: boolean, from: DateText): DateText | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(from, -1);
    case 'ArrowRight':
      return addDays(from, 1);
    case 'ArrowUp':
      return addDays(from, -7);
    case 'ArrowDown':
      return addDays(from, 7);
    case 'Home':
      return addDays(from, -weekday(from));
    case 'End':
      return addDays(from, 6 - weekday(from));
    case 'PageUp':
      return addMonths(from, shift ? -12 : -1);
    case 'PageDown':
      return addMonths(from, shift ? 12 : 1);
    default:
      return null;
  }
}

export const today = (): DateText => dateOf(Date.now());

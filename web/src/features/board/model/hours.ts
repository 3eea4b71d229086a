import { dateOf, oslo, weekday } from '../../../i18n';

/** When the wall is shown: days of the week, Monday is 0, and from and until on the clock in Oslo, "07:00". */
export interface Hours {
  readonly days: readonly number[];
  readonly from: string;
  readonly until: string;
}

export const workingHours: Hours = { days: [0, 1, 2, 3, 4], from: '07:00', until: '17:00' };

const two = (n: number) => String(n).padStart(2, '0');

/** Whether the wall is shown at an instant. Hours that end before they begin go over midnight. */
export function isOpen(hours: Hours, instant: number): boolean {
  const { hour, minute } = oslo(instant);
  const clock = `${two(hour)}:${two(minute)}`;
  const today = weekday(dateOf(instant));
  const { days, from, until } = hours;
  if (from === until) return days.includes(today);
  if (from < until) return days.includes(today) && clock >= from && clock < until;
  const yesterday = (today + 6) % 7;
  return (days.includes(today) && clock >= from) || (days.includes(yesterday) && clock < until);
}

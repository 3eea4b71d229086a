/** A date and a clock in Oslo, as typed, and the instant they name. */
import { Temporal } from 'temporal-polyfill';

export interface Moment {
  readonly date: string;
  readonly time: string;
  /** Which of the two when the clock goes back; empty until it is asked. */
  readonly which: '' | 'earlier' | 'later';
}

export const noMoment: Moment = { date: '', time: '', which: '' };
const ZONE = 'Europe/Oslo';

export type Reading =
  | { readonly is: 'empty' }
  | { readonly is: 'instant'; readonly at: string }
  | { readonly is: 'not_a_date' }
  | { readonly is: 'not_a_time' }
  /** The clock is put forward past this time. */
  | { readonly is: 'gap'; readonly suggestion: string }
  /** The clock is put back and this time comes twice. */
  | { readonly is: 'fold' };

/** "8.30", "08:30", "0830" and "8" as hours and minutes. */
export function parseClock(typed: string): Temporal.PlainTime | null {
  const text = typed.trim().replace(/^kl\.?\s*/i, '');
  const match = /^(\d{1,2})(?:[.:,\s]?(\d{2}))?$/.exec(text);
  if (!match) return null;
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? '0');
  return hour < 24 && minute < 60 ? Temporal.PlainTime.from({ hour, minute }) : null;
}

export function parseDate(typed: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return null;
  try {
    return Temporal.PlainDate.from(typed, { overflow: 'reject' });
  } catch {
    return null;
  }
}

export function readMoment(moment: Moment): Reading {
  if (moment.date === '' && moment.time.trim() === '') return { is: 'empty' };
  const date = parseDate(moment.date);
  if (!date) return { is: 'not_a_date' };
  const time = parseClock(moment.time);
  if (!time) return { is: 'not_a_time' };
  const local = date.toPlainDateTime(time);
  const earlier = local.toZonedDateTime(ZONE, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(ZONE, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { is: 'instant', at: written(earlier) };
  if (!later.toPlainDateTime().equals(local)) return { is: 'gap', suggestion: clockOf(later) };
  if (moment.which === '') return { is: 'fold' };
  return { is: 'instant', at: written(moment.which === 'earlier' ? earlier : later) };
}

/** With its offset, so that a time in the hour that comes twice stays what was chosen. */
function written(at: Temporal.ZonedDateTime): string {
  return at.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

function clockOf(at: Temporal.ZonedDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: 'minute' }).replace(':', '.');
}

/** The stored instant as it is typed. */
export function momentOf(instant: string | number): Moment {
  const at = Temporal.Instant.fromEpochMilliseconds(new Date(instant).getTime()).toZonedDateTimeISO(ZONE);
  const twice = at.toPlainDateTime().toZonedDateTime(ZONE, { disambiguation: 'earlier' });
  const other = at.toPlainDateTime().toZonedDateTime(ZONE, { disambiguation: 'later' });
  const fold = twice.epochMilliseconds !== other.epochMilliseconds;
  const which = fold ? (at.epochMilliseconds === twice.epochMilliseconds ? 'earlier' : 'later') : '';
  return { date: at.toPlainDate().toString(), time: clockOf(at), which };
}

import { describe, expect, it } from 'vitest';
import { addMonths, dayAfterKey, weeksOf } from './month';
import { parseTypedDate, shownDate } from './typed';

const today = '2026-11-22';

describe('a date as it is typed', () => {
  it.each([
    ['24.11.2026', '2026-11-24'],
    ['24.11.26', '2026-11-24'],
    ['4.1.2027', '2027-01-04'],
    ['24/11 2026', '2026-11-24'],
    ['24-11-2026', '2026-11-24'],
    ['24112026', '2026-11-24'],
    ['241126', '2026-11-24'],
    ['24.11', '2026-11-24'],
    ['24.11.', '2026-11-24'],
    ['2026-11-24', '2026-11-24'],
    ['29.2.2028', '2028-02-29'],
    ['1.5.47', '1947-05-01'],
  ])('%s is %s', (typed, date) => expect(parseTypedDate(typed, today)).toBe(date));

  it.each(['31.11.2026', '29.2.2026', '0.5.2026', '5.13.2026', 'i morgen', '24', '2026-13-01', ''])('%s is no date', (typed) =>
    expect(parseTypedDate(typed, today)).toBeNull(),
  );

  it('is shown day first, and what is no date as it was typed', () => {
    expect(shownDate('2026-01-04')).toBe('4.1.2026');
    expect(shownDate('4.13')).toBe('4.13');
  });

  it('reads what it shows', () => expect(parseTypedDate(shownDate('2026-01-04'), today)).toBe('2026-01-04'));
});

describe('a month in the calendar', () => {
  it('begins on a Monday and knows the weeks of ISO 8601', () => {
    const weeks = weeksOf('2027-01-15');
    expect(weeks.map((week) => week.number)).toEqual([53, 1, 2, 3, 4]);
    expect(weeks[0]?.days[0]).toBe('2026-12-28');
    expect(weeks.at(-1)?.days.at(-1)).toBe('2027-01-31');
  });

  it('is six rows when it needs six', () => expect(weeksOf('2026-08-01')).toHaveLength(6));

  it('stays at the end of a shorter month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(addMonths('2028-02-29', 12)).toBe('2029-02-28');
  });

  it.each([
    ['ArrowLeft', '2026-11-17'],
    ['ArrowDown', '2026-11-25'],
    ['Home', '2026-11-16'],
    ['End', '2026-11-22'],
    ['PageUp', '2026-10-18'],
  ])('%s leads from 18 November to %s', (key, day) => expect(dayAfterKey(key, false, '2026-11-18')).toBe(day));
});

import { describe, expect, it } from 'vitest';
import { kroner, parseKroner } from './money';
import { timeFormat } from './time';
import { addDays, dateOf, daysBetween, fromOslo, toOsloLocal, weekday, weekNumber } from './zone';

const nb = timeFormat('nb');
const nn = timeFormat('nn');
const en = timeFormat('en');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('time in Oslo, wherever the browser is', () => {
  it('writes the clock as 08.30', () => {
    expect(nb.clock('2026-11-24T07:30:00Z')).toBe('08.30');
    expect(nb.clock('2026-07-01T22:05:00Z')).toBe('00.05');
    expect(en.clock('2026-11-24T07:30:00Z')).toBe('08:30');
    expect(nb.clockSeconds('2026-11-24T07:33:12Z')).toBe('08.33.12');
  });

  it('follows the change to and from summer time', () => {
    expect(nb.clock('2026-03-29T00:59:00Z')).toBe('01.59');
    expect(nb.clock('2026-03-29T01:00:00Z')).toBe('03.00');
    expect(nb.clock('2026-10-25T00:30:00Z')).toBe('02.30');
    expect(nb.clock('2026-10-25T01:30:00Z')).toBe('02.30');
  });

  it('knows the date of an instant near midnight', () => {
    expect(dateOf('2026-11-23T23:30:00Z')).toBe('2026-11-24');
    expect(dateOf('2026-06-30T22:30:00Z')).toBe('2026-07-01');
  });

  it('has its own names in three languages', () => {
    expect(nb.weekdayDate('2026-11-24')).toBe('tirsdag 24. november 2026');
    expect(nn.weekdayDate('2026-11-24')).toBe('tysdag 24. november 2026');
    expect(en.weekdayDate('2026-11-24')).toBe('Tuesday 24 November 2026');
    expect(nb.shortDay('2026-11-25')).toBe('on 25.');
    expect(nb.dayMonth('2026-03-12')).toBe('12. mars');
    expect(nb.longDateTime('2026-03-12T07:30:00Z')).toBe('12. mars 2026 kl. 08.30');
    expect(nb.dateTime('2025-03-12T07:30:00Z', '2026-01-01T00:00:00Z')).toBe('12. mars 2025 kl. 08.30');
  });

  it('counts days as dates, not hours', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(weekday('2026-11-24')).toBe(1);
  });

  it('turns a local time into an instant, and says when there is none', () => {
    expect(fromOslo('2026-03-12T08:30')).toBe('2026-03-12T07:30:00.000Z');
    expect(fromOslo('2026-07-01T08:30')).toBe('2026-07-01T06:30:00.000Z');
    expect(fromOslo('2026-03-29T02:30')).toBeNull();
    expect(fromOslo('2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(fromOslo('nonsense')).toBeNull();
    expect(toOsloLocal('2026-03-12T07:30:00Z')).toBe('2026-03-12T08:30');
  });

  it('numbers weeks as ISO 8601 does', () => {
    expect(weekNumber('2026-11-24')).toBe(48);
    expect(weekNumber('2026-01-01')).toBe(1);
    expect(weekNumber('2027-01-01')).toBe(53);
    expect(weekNumber('2024-12-30')).toBe(1);
  });
});

describe('money', () => {
  it('writes kroner from øre', () => {
    expect(plain(kroner(2_110_000))).toBe('21 100');
    expect(plain(kroner(920_050))).toBe('9 200,50');
    expect(plain(kroner(-50))).toBe('−0,50');
    expect(plain(kroner(100_000_000))).toBe('1 000 000');
    expect(() => kroner(0.5)).toThrow(RangeError);
  });

  it('reads what people type', () => {
    expect(parseKroner('21 100')).toBe(2_110_000);
    expect(parseKroner('kr 9.200,00')).toBe(920_000);
    expect(parseKroner('9200,5')).toBe(920_050);
    expect(parseKroner('9200.50')).toBe(920_050);
    expect(parseKroner('mye')).toBeNull();
    expect(parseKroner('-5')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { isOpen, workingHours } from './hours';

const at = (local: string) => Date.parse(`${local}:00+01:00`);

describe('the hours of a wall screen', () => {
  it('are Monday to Friday, from seven to five, in Oslo', () => {
    expect(isOpen(workingHours, at('2026-11-24T06:59'))).toBe(false);
    expect(isOpen(workingHours, at('2026-11-24T07:00'))).toBe(true);
    expect(isOpen(workingHours, at('2026-11-24T16:59'))).toBe(true);
    expect(isOpen(workingHours, at('2026-11-24T17:00'))).toBe(false);
    expect(isOpen(workingHours, at('2026-11-22T12:00'))).toBe(false);
  });

  it('follow summer time', () => {
    expect(isOpen(workingHours, Date.parse('2026-07-01T05:00:00Z'))).toBe(true);
    expect(isOpen(workingHours, Date.parse('2026-12-01T05:30:00Z'))).toBe(false);
  });

  it('may go over midnight, and belong to the day on which they begin', () => {
    const night = { days: [4], from: '22:00', until: '06:00' };
    expect(isOpen(night, at('2026-11-27T23:00'))).toBe(true);
    expect(isOpen(night, at('2026-11-28T05:59'))).toBe(true);
    expect(isOpen(night, at('2026-11-28T23:00'))).toBe(false);
    expect(isOpen(night, at('2026-11-27T05:00'))).toBe(false);
  });
});

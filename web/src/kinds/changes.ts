/** What a correction changes: only fields that differ are sent. */
import type { Stored } from './format';

export interface Correction {
  readonly set: Readonly<Record<string, Stored>>;
  readonly clear: readonly string[];
}

/** Compares values as they are stored; the order of a set does not matter. */
export function sameValue(a: Stored, b: Stored): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item) => b.includes(item));
  }
  if (typeof a === 'string' && typeof b === 'string' && /T\d\d:/.test(a) && /T\d\d:/.test(b)) {
    return Date.parse(a) === Date.parse(b);
  }
  return (a ?? null) === (b ?? null);
}

export function correctionOf(
  before: Readonly<Record<string, Stored>>,
  after: Readonly<Record<string, Stored>>,
): Correction {
  const set: Record<string, Stored> = {};
  const clear: string[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[name] ?? null;
    const now = after[name] ?? null;
    if (sameValue(old, now)) continue;
    if (now === null) clear.push(name);
    else set[name] = now;
  }
  return { set, clear };
}

export function isEmptyCorrection(correction: Correction): boolean {
  return Object.keys(correction.set).length === 0 && correction.clear.length === 0;
}

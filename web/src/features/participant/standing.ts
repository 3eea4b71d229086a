import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { fieldsOf, type KindSpec, sameValue } from '../../kinds';
import { type FormValues, momentOf, typedValue } from '../../record';

/** What an entry says at one time: what a correction began with, or what it says now. */
export interface Standing {
  readonly occurredAt: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Change {
  readonly name: string;
  readonly old: unknown;
  readonly new: unknown;
}

export function standingOf(entry: TimelineEntryFragment): Standing {
  const known = entry.fields.filter((field) => !field.redacted);
  return { occurredAt: entry.occurredAt, fields: Object.fromEntries(known.map((field) => [field.name, field.value])) };
}

/** Every kind takes a reason for being recorded late, beside its own fields. */
const namesOf = (kind: KindSpec) => [...fieldsOf(kind), 'backdatingReason'];

export function typedOf(kind: KindSpec, { occurredAt, fields }: Standing): FormValues {
  return {
    kind: kind.kind,
    occurred: momentOf(occurredAt),
    fields: Object.fromEntries(namesOf(kind).map((name) => [name, typedValue(name, fields[name])])),
  };
}

/** What somebody else has changed since. What is erased has no value to compare. */
export function changesSince(kind: KindSpec, base: Standing, now: Standing, erased: ReadonlySet<string>): readonly Change[] {
  const changes = namesOf(kind)
    .filter((name) => !erased.has(name) && !sameValue(base.fields[name], now.fields[name]))
    .map((name) => ({ name, old: base.fields[name], new: now.fields[name] }));
  // Where the kind has a date of its own, that date says it.
  return kind.occursOn !== null || sameMinute(base.occurredAt, now.occurredAt)
    ? changes
    : [{ name: 'occurredAt', old: base.occurredAt, new: now.occurredAt }, ...changes];
}

/** Fields that the person has left alone follow the entry; what they have written stays. */
export function takeIn(kind: KindSpec, values: FormValues, base: Standing, now: Standing): FormValues {
  const began = typedOf(kind, base);
  const stands = typedOf(kind, now);
  const untouched = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return {
    ...values,
    occurred: untouched(values.occurred, began.occurred) ? stands.occurred : values.occurred,
    fields: Object.fromEntries(
      Object.entries(values.fields).map(([name, value]) => [name, untouched(value, began.fields[name]) ? (stands.fields[name] ?? value) : value]),
    ),
  };
}

/** The form shows whole minutes: seconds that nobody could see are not a change. */
export function sameMinute(a: string, b: string): boolean {
  return sameValue(a, b) || Math.floor(Date.parse(a) / 60_000) === Math.floor(Date.parse(b) / 60_000);
}

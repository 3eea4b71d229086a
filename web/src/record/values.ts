/** What the form holds while it is filled in: text as typed, nothing converted yet. */
import { parseKroner } from '../i18n';
import { fieldSpec, fieldsOf, recordableKinds, type Family, type KindSpec } from '../kinds';
import { type Moment, momentOf, noMoment } from './moment';

export type FormValue = string | readonly string[] | Moment;

export interface FormValues {
  readonly kind: string;
  readonly occurred: Moment;
  readonly fields: Readonly<Record<string, FormValue>>;
}

export function emptyValue(name: string): FormValue {
  switch (fieldSpec(name)?.type) {
    case 'CHOICES':
    case 'IDS':
      return [];
    case 'INSTANT':
      return noMoment;
    default:
      return '';
  }
}

/** A stored value as it is typed. */
export function typedValue(name: string, stored: unknown): FormValue {
  if (stored === null || stored === undefined) return emptyValue(name);
  switch (fieldSpec(name)?.type) {
    case 'CHOICES':
    case 'IDS':
      return Array.isArray(stored) ? stored.map(String) : [];
    case 'INSTANT':
      return momentOf(String(stored));
    case 'ORE':
      return typedKroner(Number(stored));
    default:
      return String(stored);
  }
}

export function typedKroner(ore: number): string {
  const whole = String(Math.trunc(ore / 100));
  const rest = Math.abs(ore % 100);
  return rest === 0 ? whole : `${whole},${String(rest).padStart(2, '0')}`;
}

/** "9 200,50" → 920050; null when it is no amount. */
export function oreOf(typed: string): number | null {
  return parseKroner(typed);
}

export interface Defaults {
  readonly now: string | number;
  readonly me: string;
  readonly staffIds: readonly string[];
  readonly crisisId?: string | null;
  readonly onlyOfferId?: string | undefined;
}

const today = new Set(['validFrom', 'receivedOn']);

/** Every field of every kind of the family, so that what is written survives a change of kind. */
export function initialValues(family: Family, kind: KindSpec, defaults: Defaults): FormValues {
  const occurred = momentOf(defaults.now);
  const isMine = defaults.staffIds.includes(defaults.me);
  const names = new Set([...recordableKinds(family).flatMap((each) => fieldsOf(each)), 'backdatingReason', 'dwellingId', 'participantId']);
  const fields: Record<string, FormValue> = {};
  for (const name of names) {
    if (today.has(name)) fields[name] = occurred.date;
    else if (name === 'period') fields[name] = occurred.date.slice(0, 7);
    else if (name === 'windowStart') fields[name] = { ...noMoment, date: occurred.date };
    else if (name === 'staffIds' && isMine) fields[name] = [defaults.me];
    else if (name === 'primaryContactId' && isMine && kind.kind === 'PARTICIPANT_ENROLLED') fields[name] = defaults.me;
    else if (name === 'crisisId') fields[name] = defaults.crisisId ?? '';
    else if (name === 'offerId') fields[name] = defaults.onlyOfferId ?? '';
    else fields[name] = emptyValue(name);
  }
  return { kind: kind.kind, occurred, fields };
}

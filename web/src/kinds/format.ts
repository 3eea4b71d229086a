/** A field's stored value in words. The language and the clock are handed in. */
import { choiceKey } from './labels';
import { fieldSpec } from './table';

/** Everything that turning a value into words needs; see `useWords`. */
export interface Words {
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly date: (isoDate: string) => string;
  readonly instant: (isoInstant: string) => string;
  readonly month: (yearMonth: string) => string;
  readonly kroner: (ore: number) => string;
  /** A member of staff by id: initials where they are known. */
  readonly staff: (id: string) => string | undefined;
  /** What an id of something else stands for, such as an address. */
  readonly named?: (id: string) => string | undefined;
}

export type Stored = unknown;

export interface FieldValue {
  readonly name: string;
  readonly value?: Stored;
  readonly redacted: boolean;
}

const texts = (value: Stored): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

export function formatValue(name: string, value: Stored, words: Words): string {
  if (value === null || value === undefined) return words.say('kinds.none');
  const spec = fieldSpec(name);
  switch (spec?.type) {
    case 'ORE':
      return typeof value === 'number' ? words.kroner(value) : String(value);
    case 'MINUTES':
      return words.say('kinds.minutes', { count: Number(value) });
    case 'DATE':
    case 'PAST_DATE':
      return words.date(String(value));
    case 'MONTH':
      return words.month(String(value));
    case 'INSTANT':
      return words.instant(String(value));
    case 'FLAG':
      return words.say(value === true ? 'choice.yes' : 'choice.no');
    case 'CHOICE':
      return words.say(choiceKey(name, String(value)));
    case 'CHOICES':
      return texts(value).map((choice) => words.say(choiceKey(name, choice))).join(', ');
    case 'ID':
      return formatId(spec.ref, String(value), words);
    case 'IDS':
      return texts(value).map((id) => formatId(spec.ref, id, words)).join(', ');
    default:
      return name === 'occurredAt' ? words.instant(String(value)) : String(value);
  }
}

function formatId(ref: string | undefined, id: string, words: Words): string {
  if (ref === 'STAFF') return words.staff(id) ?? words.say('kinds.unknown_staff');
  return words.named?.(id) ?? words.say('kinds.entry');
}

/** Long texts are shown on their own lines, never inside a sentence. */
export function isLongText(name: string): boolean {
  const spec = fieldSpec(name);
  return spec?.type === 'PROSE' || spec?.class === 'FREE_TEXT';
}

/** The families of entry kinds, as the service publishes them. Forms and timeline lines are drawn from this table. */
import published from '../../../proto/kinds.json';

export type FieldType =
  | 'LINE'
  | 'PROSE'
  | 'ORE'
  | 'MINUTES'
  | 'COUNT'
  | 'DATE'
  | 'PAST_DATE'
  | 'MONTH'
  | 'INSTANT'
  | 'FLAG'
  | 'CHOICE'
  | 'CHOICES'
  | 'ID'
  | 'IDS';

export type FieldRef = 'STAFF' | 'DWELLING' | 'OFFER' | 'TENANCY' | 'PLANNED_CONTACT' | 'CRISIS' | 'PARTICIPANT';

export interface FieldSpec {
  readonly type: FieldType;
  readonly class: string | null;
  readonly doc: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly ref?: FieldRef;
}

export type MarkName =
  | 'CONTACT'
  | 'ATTEMPT'
  | 'HOME'
  | 'MONEY'
  | 'PAID'
  | 'LEGAL'
  | 'ADMISSION'
  | 'PLAN'
  | 'MEETING'
  | 'CORRECTION';

export interface KindSpec {
  readonly kind: string;
  readonly eventType: string;
  readonly mark: MarkName;
  readonly class: string;
  readonly byService: boolean;
  /** The field that says when it happened, for kinds that carry their own date. */
  readonly occursOn: string | null;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export interface Family {
  readonly noun: string;
  readonly command: string;
  readonly input: string;
  readonly kindsEnum: string;
  readonly target: 'TEAM' | 'PARTICIPANT' | 'DWELLING';
  readonly kinds: readonly KindSpec[];
}

interface Table {
  readonly families: readonly Family[];
  readonly fields: Readonly<Record<string, FieldSpec>>;
}

// JSON modules widen every literal to string; a unit test holds the file to these types.
const table = published as unknown as Table;

export const families: readonly Family[] = table.families;
export const fieldNames: readonly string[] = Object.keys(table.fields);

const byNoun = new Map(families.map((family) => [family.noun, family]));
const byKind = new Map(families.flatMap((family) => family.kinds.map((kind) => [kind.kind, { family, kind }] as const)));

export function familyOf(noun: string): Family | undefined {
  return byNoun.get(noun);
}

export function kindOf(kind: string): KindSpec | undefined {
  return byKind.get(kind)?.kind;
}

export function familyOfKind(kind: string): Family | undefined {
  return byKind.get(kind)?.family;
}

export function fieldSpec(name: string): FieldSpec | undefined {
  return table.fields[name];
}

/** Every field of a kind, required ones first, in the order of the table. */
export function fieldsOf(kind: KindSpec): readonly string[] {
  return [...kind.required, ...kind.optional];
}

/** Kinds that a person may record; the rest are written by the service. */
export function recordableKinds(family: Family): readonly KindSpec[] {
  return family.kinds.filter((kind) => !kind.byService);
}

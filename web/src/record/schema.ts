/** A valibot schema for each kind, made from the table: what is typed in, what is sent out. */
import * as v from 'valibot';
import { fieldSpec, fieldsOf, type FieldSpec, type KindSpec } from '../kinds';
import { readMoment } from './moment';
import { type FormValues, oreOf } from './values';

export interface Problem {
  /** A field's name, `occurredAt` or `kind`. */
  readonly path: string;
  readonly code: string;
  readonly max?: number | null;
}

type FieldSchema = v.GenericSchema<unknown, unknown>;

/** One hundred million kroner, as in the service: no rent is larger, a slipped digit is. */
const MAX_ORE = 10_000_000_000;

const moment = v.object({ date: v.string(), time: v.string(), which: v.picklist(['', 'earlier', 'later']) });
const emptyToNull = (typed: string) => (typed === '' ? null : typed);
const control = /\p{Cc}/u;
const lineBreaks = /[\n\r\t]/g;

function text(spec: FieldSpec): FieldSchema {
  return v.pipe(
    v.string(),
    v.trim(),
    v.check((typed) => [...typed].length <= (spec.max ?? Infinity), 'TOO_LONG'),
    v.check((typed) => !control.test(spec.type === 'PROSE' ? typed.replace(lineBreaks, '') : typed), 'CONTROL_CHARACTERS'),
    v.transform(emptyToNull),
  );
}

function number(read: (typed: string) => number | null, code: string, min: number, max: number): FieldSchema {
  return v.pipe(
    v.string(),
    v.trim(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      if (dataset.value === '') return null;
      const value = read(dataset.value);
      const problem = value === null ? code : value < min ? 'TOO_SMALL' : value > max ? 'TOO_LARGE' : null;
      if (problem === null) return value;
      addIssue({ message: problem });
      return NEVER;
    }),
  );
}

const wholeNumber = (typed: string) => (/^-?\d{1,9}$/.test(typed) ? Number(typed) : null);

const date: FieldSchema = v.pipe(
  v.string(),
  v.check((typed) => typed === '' || readMoment({ date: typed, time: '12', which: '' }).is !== 'not_a_date', 'NOT_A_DATE'),
  v.transform(emptyToNull),
);

const month: FieldSchema = v.pipe(
  v.string(),
  v.check((typed) => typed === '' || /^\d{4}-(0[1-9]|1[0-2])$/.test(typed), 'NOT_A_DATE'),
  v.transform(emptyToNull),
);

const instant: FieldSchema = v.pipe(
  moment,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const reading = readMoment(dataset.value);
    if (reading.is === 'instant') return reading.at;
    if (reading.is === 'empty') return null;
    const codes = { not_a_date: 'NOT_A_DATE', not_a_time: 'NOT_A_TIME', gap: 'NO_SUCH_TIME', fold: 'WHICH_OF_TWO' } as const;
    addIssue({ message: codes[reading.is] });
    return NEVER;
  }),
);

const flag: FieldSchema = v.pipe(v.string(), v.transform((typed) => (typed === '' ? null : typed === 'true')));
const list: FieldSchema = v.pipe(v.array(v.string()), v.transform((chosen) => (chosen.length === 0 ? null : chosen)));

function valueSchema(name: string): FieldSchema {
  const spec = fieldSpec(name);
  switch (spec?.type) {
    case 'LINE':
    case 'PROSE':
      return text(spec);
    case 'ORE':
      return number(oreOf, 'NOT_AN_AMOUNT', spec.min ?? 0, MAX_ORE);
    case 'MINUTES':
    case 'COUNT':
      return number(wholeNumber, 'WRONG_TYPE', spec.min ?? 1, spec.max ?? Infinity);
    case 'DATE':
    case 'PAST_DATE':
      return date;
    case 'MONTH':
      return month;
    case 'INSTANT':
      return instant;
    case 'FLAG':
      return flag;
    case 'CHOICES':
    case 'IDS':
      return list;
    default:
      return v.pipe(v.string(), v.trim(), v.transform(emptyToNull));
  }
}

const given = (schema: FieldSchema): FieldSchema => v.pipe(schema, v.check((value) => value !== null, 'REQUIRED'));

/** Fields that a kind takes, with the ids of what it is about and the reason for recording late. */
export function schemaOf(kind: KindSpec, targets: readonly string[] = []) {
  const entries: Record<string, FieldSchema> = { backdatingReason: valueSchema('backdatingReason') };
  for (const name of fieldsOf(kind)) {
    entries[name] = kind.required.includes(name) ? given(valueSchema(name)) : valueSchema(name);
  }
  for (const name of targets) entries[name] = given(v.pipe(v.string(), v.transform(emptyToNull)));
  return v.object({
    occurred: kind.occursOn === null ? given(instant) : v.unknown(),
    fields: v.object(entries),
  });
}

export type Read =
  | { readonly ok: true; readonly occurredAt: string | null; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Turns what is typed into what is sent, or says what is wrong, one problem a field. */
export function readForm(kind: KindSpec, values: FormValues, targets: readonly string[] = []): Read {
  const result = v.safeParse(schemaOf(kind, targets), values);
  if (!result.success) return { ok: false, problems: problemsOf(result.issues) };
  const { occurred, fields } = result.output;
  return { ok: true, occurredAt: kind.occursOn === null && typeof occurred === 'string' ? occurred : null, fields };
}

function problemsOf(issues: readonly v.BaseIssue<unknown>[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const issue of issues) {
    const [top, name] = (v.getDotPath(issue) ?? '').split('.');
    const path = top === 'occurred' ? 'occurredAt' : (name ?? top ?? '');
    const code = /^[A-Z_]+$/.test(issue.message) ? issue.message : 'REQUIRED';
    if (!found.has(path)) found.set(path, { path, code, max: fieldSpec(path)?.max ?? null });
  }
  return [...found.values()];
}

/** The body of the command, without what is left out. */
export function inputOf(kind: KindSpec, read: Extract<Read, { ok: true }>): Readonly<Record<string, unknown>> {
  const filled = Object.entries(read.fields).filter(([, value]) => value !== null && value !== undefined);
  return { kind: kind.kind, ...(read.occurredAt === null ? {} : { occurredAt: read.occurredAt }), ...Object.fromEntries(filled) };
}

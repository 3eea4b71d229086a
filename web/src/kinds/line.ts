/** An entry's line on a timeline: what happened, the figures in it, and what was written. */
import { type FieldValue, formatValue, isLongText, type Words } from './format';
import { choiceKey, fieldLabelKey, kindKey } from './labels';
import { fieldsOf, fieldSpec, kindOf } from './table';

export interface Line {
  /** "Kontakt gjennomført" */
  readonly title: string;
  /** "ansikt til ansikt", "45 min" */
  readonly details: readonly { readonly name: string; readonly text: string }[];
  /** Long texts with their labels. */
  readonly notes: readonly { readonly name: string; readonly label: string; readonly text: string }[];
}

/** Ids that say nothing to a reader: the entry stands beside what it points at. */
const silent = new Set(['tenancyId', 'plannedContactId', 'crisisId', 'offerId', 'participantId', 'staffId']);

/** Fields that read better inside a phrase of their own. */
const phrases: Readonly<Record<string, { readonly key: string; readonly slot: string }>> = {
  rentOre: { key: 'kinds.rent', slot: 'amount' },
  instalmentOre: { key: 'kinds.instalment', slot: 'amount' },
  sentOn: { key: 'kinds.sent_on', slot: 'date' },
  payBy: { key: 'kinds.pay_by', slot: 'date' },
  respondBy: { key: 'kinds.respond_by', slot: 'date' },
  reviewBy: { key: 'kinds.review_by', slot: 'date' },
  appealBy: { key: 'kinds.appeal_by', slot: 'date' },
  dueOn: { key: 'kinds.due_on', slot: 'date' },
  validFrom: { key: 'kinds.valid_from', slot: 'date' },
  fixedUntil: { key: 'kinds.fixed_until', slot: 'date' },
};

/** Values that are clear without their label. */
const bare = new Set(['amountOre', 'period', 'address', 'ward', 'alias', 'name', 'staffIds', 'windowStart', 'evictionAt']);
const properNames = new Set(['caseBody', 'discipline', 'role', 'model']);

export function timelineLine(kind: string, fields: readonly FieldValue[], words: Words): Line {
  const given = new Map(fields.map((field) => [field.name, field]));
  const spec = kindOf(kind);
  const names = spec ? fieldsOf(spec) : fields.map((field) => field.name);
  const details: { name: string; text: string }[] = [];
  const notes: { name: string; label: string; text: string }[] = [];
  for (const name of [...names, 'backdatingReason']) {
    const field = given.get(name);
    if (!field || silent.has(name) || name === spec?.occursOn) continue;
    if (field.redacted) {
      details.push({ name, text: `${lower(label(name, words))}: ${words.say('kinds.erased')}` });
    } else if (field.value !== null && field.value !== undefined) {
      if (isLongText(name)) notes.push({ name, label: label(name, words), text: String(field.value) });
      else details.push({ name, text: detail(name, field.value, words) });
    }
  }
  return { title: words.say(kindKey(kind)), details, notes };
}

function detail(name: string, value: unknown, words: Words): string {
  if (name === 'intervalDays') return words.say('kinds.every_days', { count: Number(value) });
  const text = formatValue(name, value, words);
  const phrase = phrases[name];
  if (phrase) return words.say(phrase.key, { [phrase.slot]: text });
  const spec = fieldSpec(name);
  if (spec?.type === 'FLAG') return value === true ? lower(label(name, words)) : `${lower(label(name, words))}: ${lower(text)}`;
  if (spec?.type === 'CHOICE') return properNames.has(name) ? text : lower(words.say(choiceKey(name, String(value))));
  if (spec?.type === 'CHOICES') return text.split(', ').map(lower).join(', ');
  if (spec?.type === 'MINUTES' || bare.has(name)) return text;
  return `${lower(label(name, words).replace(/ \((kr|NOK)\)$/, ''))} ${text}`;
}

/** A label without its unit: the value carries it. */
export function label(name: string, words: Words): string {
  return words.say(fieldLabelKey(name));
}

export function plainLabel(name: string, words: Words): string {
  return label(name, words).replace(/ \((kr|NOK|minutter|minutt|minutes)\)$/, '');
}

function lower(text: string): string {
  // An abbreviation or a proper name such as "Nav" or "ORS" keeps its capital.
  return /^(Nav|[A-ZÆØÅ]{2})/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

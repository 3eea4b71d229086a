import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import published from '../../../proto/kinds.json';
import { languages, loadCatalog, timeFormat, kroner } from '../i18n';
import { families, fieldNames, fieldSpec, fieldsOf, type KindSpec } from './table';
import { actionKey, choiceKey, familyKey, fieldLabelKey, kindKey, shortKindKey } from './labels';
import type { Words } from './format';
import { timelineLine } from './line';
import { correctionOf, isEmptyCorrection } from './changes';
import { targetsOf } from './target';

const types = ['LINE', 'PROSE', 'ORE', 'MINUTES', 'COUNT', 'DATE', 'PAST_DATE', 'MONTH', 'INSTANT', 'FLAG', 'CHOICE', 'CHOICES', 'ID', 'IDS'];
const all: readonly KindSpec[] = families.flatMap((family) => family.kinds);

/** A value of each type, as the service would send it. */
function sample(name: string): unknown {
  const spec = fieldSpec(name);
  switch (spec?.type) {
    case 'ORE':
      return 920_050;
    case 'MINUTES':
    case 'COUNT':
      return 14;
    case 'DATE':
    case 'PAST_DATE':
      return '2026-11-24';
    case 'MONTH':
      return '2026-11';
    case 'INSTANT':
      return '2026-11-24T07:30:00Z';
    case 'FLAG':
      return false;
    case 'CHOICE':
      return spec.choices?.[0];
    case 'CHOICES':
      return spec.choices;
    case 'ID':
      return 'someone';
    case 'IDS':
      return ['someone', 'nobody'];
    default:
      return 'Ord';
  }
}

describe('the published table', () => {
  it('has the form that the program reads', () => {
    const field = v.object({ type: v.picklist(types), class: v.nullable(v.string()), doc: v.string(), min: v.optional(v.number()), max: v.optional(v.number()), choices: v.optional(v.array(v.string())), ref: v.optional(v.string()) });
    const kind = v.looseObject({ kind: v.string(), mark: v.string(), byService: v.boolean(), occursOn: v.nullable(v.string()), required: v.array(v.string()), optional: v.array(v.string()) });
    const family = v.looseObject({ noun: v.string(), command: v.string(), target: v.picklist(['TEAM', 'PARTICIPANT', 'DWELLING']), kinds: v.array(kind) });
    expect(v.safeParse(v.object({ families: v.array(family), fields: v.record(v.string(), field) }), published).issues).toBeUndefined();
  });

  it('describes every field that a kind has', () => {
    expect(all.flatMap((kind) => fieldsOf(kind)).filter((name) => !fieldNames.includes(name))).toEqual([]);
  });

  it('says for every kind what it is about', () => {
    for (const { kind } of all) expect(targetsOf(kind).length).toBeGreaterThan(0);
    expect(targetsOf('PARTICIPANT_ENROLLED', false)).toEqual(['teamId']);
    expect(targetsOf('HOUSING_PREFERENCE_RECORDED')).toEqual(['participantId']);
  });
});

describe.each(languages)('words in %s', (language) => {
  it('name every family, kind, field and choice', async () => {
    const catalog = await loadCatalog(language);
    const keys = [
      ...families.map((family) => familyKey(family.noun)),
      ...all.flatMap(({ kind, byService }) => [kindKey(kind), shortKindKey(kind), ...(byService ? [] : [actionKey(kind)])]),
      ...fieldNames.map(fieldLabelKey),
      ...fieldNames.flatMap((name) => (fieldSpec(name)?.choices ?? []).map((choice) => choiceKey(name, choice))),
    ];
    expect(keys.filter((key) => catalog[key] === undefined)).toEqual([]);
  });

  it('make a line of every kind, with nothing missing', async () => {
    const catalog = await loadCatalog(language);
    const time = timeFormat(language);
    const missing: string[] = [];
    const words: Words = {
      say: (key, values) => {
        const text = catalog[key];
        if (text === undefined) missing.push(key);
        return (text ?? key).replace(/\{(\w+)(?:,[^{}]*(?:\{[^{}]*\}[^{}]*)*)?\}/g, (_, slot: string) => String(values?.[slot] ?? `{${slot}}`));
      },
      date: time.date,
      instant: (at) => time.dateTime(at),
      month: (month) => month,
      kroner: (ore) => kroner(ore),
      staff: (id) => (id === 'someone' ? 'MH' : undefined),
    };
    for (const kind of all) {
      const fields = fieldsOf(kind).map((name) => ({ name, value: sample(name), redacted: false }));
      const { title, details, notes } = timelineLine(kind.kind, fields, words);
      const said = [title, ...details.map((detail) => detail.text), ...notes.map((note) => note.text)].join(' | ');
      expect(said).not.toMatch(/undefined|NaN|\{|[A-Z]{3,}_[A-Z]/);
      const erased = timelineLine(kind.kind, fields.map((field) => ({ ...field, redacted: true })), words);
      expect(erased.notes).toEqual([]);
    }
    expect(missing).toEqual([]);
  });
});

describe('a correction', () => {
  const before = { mode: 'PHONE', minutes: 30, note: 'Gammelt', staffIds: ['a', 'b'], windowStart: '2026-11-24T07:30:00Z' };

  it('holds only what differs', () => {
    expect(correctionOf(before, { ...before, minutes: 45, staffIds: ['b', 'a'], windowStart: '2026-11-24T08:30:00+01:00' })).toEqual({ set: { minutes: 45 }, clear: [] });
  });

  it('clears what is emptied', () => {
    expect(correctionOf(before, { ...before, note: null, place: null })).toEqual({ set: {}, clear: ['note'] });
  });

  it('is empty when nothing is changed', () => {
    expect(isEmptyCorrection(correctionOf(before, { ...before }))).toBe(true);
  });
});

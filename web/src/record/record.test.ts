import { describe, expect, it } from 'vitest';
import { families, familyOf, fieldsOf, kindOf, recordableKinds, type KindSpec } from '../kinds';
import { newCommandId } from './commandId';
import { isCommand } from './documents';
import { draftKey, DraftStore, MemoryDrafts } from './draft';
import { momentOf, parseClock, readMoment } from './moment';
import { inputOf, readForm } from './schema';
import { emptyValue, type FormValues, initialValues, oreOf, typedKroner, typedValue } from './values';

const kind = (name: string): KindSpec => {
  const found = kindOf(name);
  if (!found) throw new Error(`no kind ${name}`);
  return found;
};
const noon = { date: '2026-11-24', time: '12.00', which: '' } as const;
const form = (name: string, fields: FormValues['fields'] = {}): FormValues => ({
  kind: name,
  occurred: noon,
  fields: { ...Object.fromEntries([...fieldsOf(kind(name)), 'backdatingReason'].map((each) => [each, emptyValue(each)])), ...fields },
});

describe('amounts', () => {
  it.each([
    ['9 200,50', 920_050],
    ['9200', 920_000],
    ['9.200,00', 920_000],
    ['0,5', 50],
    ['kr 21 100', 2_110_000],
  ])('%s is %d øre', (typed, ore) => expect(oreOf(typed)).toBe(ore));

  it.each(['ni tusen', '9,200,50', '-5', '9,999'])('%s is no amount', (typed) => expect(oreOf(typed)).toBeNull());

  it('are typed back as they were read', () => {
    for (const ore of [1, 50, 100, 920_050, 2_110_000]) expect(oreOf(typedKroner(ore))).toBe(ore);
  });
});

describe('a form from the table', () => {
  it('has a mutation for every family', () => {
    expect(families.filter((family) => !isCommand(family.command))).toEqual([]);
  });

  it('asks for exactly the required fields of every kind', () => {
    for (const each of families.flatMap((family) => recordableKinds(family))) {
      const read = readForm(each, form(each.kind));
      expect(read.ok ? [] : read.problems.map((problem) => problem.path).toSorted()).toEqual([...each.required].toSorted());
      if (!read.ok) expect(new Set(read.problems.map((problem) => problem.code))).toEqual(new Set(['REQUIRED']));
    }
  });

  it('sends what was typed, in the form that the service stores, and nothing else', () => {
    const each = kind('CONTACT_COMPLETED');
    const read = readForm(each, form('CONTACT_COMPLETED', { mode: 'PHONE', minutes: '45', note: ' Fint. ', topics: ['HOUSING'], staffIds: [] }));
    if (!read.ok) throw new Error('not read');
    expect(inputOf(each, read)).toEqual({ kind: 'CONTACT_COMPLETED', occurredAt: '2026-11-24T12:00:00+01:00', mode: 'PHONE', minutes: 45, note: 'Fint.', topics: ['HOUSING'] });
  });

  it('leaves the time out where the kind has a date of its own', () => {
    const each = kind('RENT_MISSED');
    const read = readForm(each, form('RENT_MISSED', { period: '2026-11', amountOre: '9 200,50', dueOn: '2026-11-01' }));
    if (!read.ok) throw new Error('not read');
    expect(inputOf(each, read)).toEqual({ kind: 'RENT_MISSED', period: '2026-11', amountOre: 920_050, dueOn: '2026-11-01' });
  });

  it.each([
    ['CONTACT_COMPLETED', { mode: 'PHONE', minutes: '45', note: 'x'.repeat(4001) }, 'note', 'TOO_LONG'],
    ['CONTACT_COMPLETED', { mode: 'PHONE', minutes: '0' }, 'minutes', 'TOO_SMALL'],
    ['CONTACT_COMPLETED', { mode: 'PHONE', minutes: '1441' }, 'minutes', 'TOO_LARGE'],
    ['CONTACT_COMPLETED', { mode: 'PHONE', minutes: 'en time' }, 'minutes', 'WRONG_TYPE'],
    ['CONTACT_COMPLETED', { mode: 'PHONE', minutes: '45', note: 'a\u0007b' }, 'note', 'CONTROL_CHARACTERS'],
    ['RENT_PAID', { amountOre: 'mye' }, 'amountOre', 'NOT_AN_AMOUNT'],
    ['RENT_PAID', { amountOre: '0' }, 'amountOre', 'TOO_SMALL'],
    ['INCOME_RECORDED', { incomeOre: '100 000 000,01' }, 'incomeOre', 'TOO_LARGE'],
    ['TERMINATION_RECEIVED', { receivedOn: '2026-02-30' }, 'receivedOn', 'NOT_A_DATE'],
    ['CONTACT_PLANNED', { windowStart: { date: '2026-03-29', time: '02.30', which: '' } }, 'windowStart', 'NO_SUCH_TIME'],
    ['CONTACT_PLANNED', { windowStart: { date: '2026-10-25', time: '02.30', which: '' } }, 'windowStart', 'WHICH_OF_TWO'],
  ] as const)('%s: one problem a field (%#)', (name, fields, path, code) => {
    const read = readForm(kind(name), form(name, fields));
    expect(read.ok ? [] : read.problems.map((problem) => [problem.path, problem.code])).toEqual([[path, code]]);
  });

  it('counts characters as the service does, not code units', () => {
    expect(readForm(kind('CONTACT_COMPLETED'), form('CONTACT_COMPLETED', { mode: 'PHONE', minutes: '5', note: '🏠'.repeat(4000) })).ok).toBe(true);
  });

  it('starts with now, me and today', () => {
    const family = familyOf('contact');
    if (!family) throw new Error('no family');
    const values = initialValues(family, kind('CONTACT_COMPLETED'), { now: '2026-11-24T08:05:59Z', me: 'mh', staffIds: ['kt', 'mh'] });
    expect(values.occurred).toEqual({ date: '2026-11-24', time: '09.05', which: '' });
    expect(values.fields['staffIds']).toEqual(['mh']);
    expect(values.fields['note']).toBe('');
  });

  it('types back what is stored', () => {
    expect(typedValue('rentOre', 920_050)).toBe('9200,50');
    expect(typedValue('guarantee', false)).toBe('false');
    expect(typedValue('windowStart', '2026-10-25T01:30:00Z')).toEqual({ date: '2026-10-25', time: '02.30', which: 'later' });
  });
});

describe('clocks', () => {
  it.each(['8.30', '08:30', '0830', 'kl. 08.30'])('%s is half past eight', (typed) => expect(parseClock(typed)?.toString()).toBe('08:30:00'));
  it.each(['25.00', '8.60', 'åtte', ''])('"%s" is no time', (typed) => expect(parseClock(typed)).toBeNull());

  it('offers a time that exists when the clock is put forward', () => {
    expect(readMoment({ date: '2026-03-29', time: '02.30', which: '' })).toEqual({ is: 'gap', suggestion: '03.30' });
  });

  it('keeps which of two when the clock is put back', () => {
    expect(readMoment({ date: '2026-10-25', time: '02.30', which: 'earlier' })).toEqual({ is: 'instant', at: '2026-10-25T02:30:00+02:00' });
    expect(readMoment({ date: '2026-10-25', time: '02.30', which: 'later' })).toEqual({ is: 'instant', at: '2026-10-25T02:30:00+01:00' });
    expect(momentOf('2026-10-25T00:30:00Z').which).toBe('earlier');
  });
});

describe('a draft', () => {
  const key = draftKey('mh', 'rype', 'contact');

  it('keeps its text and its command id when it is opened again', async () => {
    const keeper = new MemoryDrafts();
    const first = await DraftStore.open<string>(key, keeper);
    first.save('Gikk gjennom brevet');
    const again = await DraftStore.open<string>(key, keeper);
    expect(again.stored()?.values).toBe('Gikk gjennom brevet');
    expect(again.commandId).toBe(first.commandId);
  });

  it('sends the same id on every try until it is accepted', () => {
    const store = new DraftStore<string>(key, new MemoryDrafts(), null);
    const ids = [1, 2, 3].map(() => {
      store.save('Samme tekst');
      return store.commandId;
    });
    expect(new Set(ids).size).toBe(1);
    store.clear();
    expect(ids).not.toContain(store.commandId);
    expect(store.stored()).toBeNull();
  });

  it('keeps its id while the entry lies in the outbox, but not its place on the device', async () => {
    const keeper = new MemoryDrafts();
    const store = new DraftStore<string>(key, keeper, null);
    store.save('Samme tekst');
    const id = store.commandId;
    store.setAside();
    expect(await keeper.load(key)).toBeNull();
    store.save('Samme tekst');
    expect((await DraftStore.open<string>(key, keeper)).commandId).toBe(id);
  });

  it('is a new command when the service says that the id was used', () => {
    const store = new DraftStore<string>(key, new MemoryDrafts(), null);
    const used = store.commandId;
    store.renew();
    expect(store.commandId).not.toBe(used);
  });

  it('is another one for another person, participant or family', () => {
    expect(new Set([key, draftKey('kt', 'rype', 'contact'), draftKey('mh', 'lom', 'contact'), draftKey('mh', 'rype', 'plan')]).size).toBe(4);
  });
});

describe('command ids', () => {
  it('are UUID version 7 with the time first', () => {
    const id = newCommandId(0x0123456789ab);
    expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newCommandId()).not.toBe(newCommandId());
  });
});

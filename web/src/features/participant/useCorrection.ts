import { useMemo, useState } from 'react';
import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { correctionOf, fieldsOf, isEmptyCorrection, kindOf, sameValue } from '../../kinds';
import { draftKey, DraftStore, type Failure, type FormValue, type FormValues, momentOf, type Problem, readForm, typedValue, useCommand } from '../../record';

interface Draft {
  readonly values: FormValues;
  readonly reason: string;
}

const MAX_REASON = 300;

/** A correction while it is written: kept as a draft, compared with what stands, sent as the difference. */
export function useCorrection(entry: TimelineEntryFragment, userId: string, onDone: () => void) {
  const kind = kindOf(entry.kind);
  const erased = useMemo(() => new Set(entry.fields.filter((field) => field.redacted).map((field) => field.name)), [entry]);
  const stored = useMemo(() => Object.fromEntries(entry.fields.filter((field) => !field.redacted).map((field) => [field.name, field.value])), [entry]);
  const store = useMemo(() => new DraftStore<Draft>(draftKey(userId, entry.entryId, 'correct')), [userId, entry.entryId]);
  const [draft, setDraft] = useState<Draft>(() => store.stored()?.values ?? { values: typed(), reason: '' });
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [unchanged, setUnchanged] = useState(false);
  const { send, sending } = useCommand();

  function typed(): FormValues {
    const names = kind ? fieldsOf(kind) : [];
    return {
      kind: entry.kind,
      occurred: momentOf(entry.occurredAt),
      fields: { ...Object.fromEntries(names.map((name) => [name, typedValue(name, stored[name])])), backdatingReason: '' },
    };
  }

  const update = (next: Draft, path: string) => {
    setDraft(next);
    store.save(next);
    setUnchanged(false);
    setProblems((was) => was.filter((problem) => problem.path !== path));
  };

  const submit = async () => {
    if (!kind) return;
    const found = [...reasonProblems(draft.reason)];
    const read = readForm({ ...kind, required: kind.required.filter((name) => !erased.has(name)) }, draft.values);
    if (!read.ok) found.unshift(...read.problems);
    setProblems(found);
    if (!read.ok || found.length > 0) {
      setFailure({ is: 'invalid', problems: found });
      return;
    }
    const { backdatingReason: _, ...after } = read.fields;
    const correction = correctionOf(stored, Object.fromEntries(Object.entries(after).filter(([name]) => !erased.has(name))));
    const moved = read.occurredAt !== null && !sameMinute(read.occurredAt, entry.occurredAt) ? read.occurredAt : null;
    if (isEmptyCorrection(correction) && moved === null) {
      setFailure(null);
      setUnchanged(true);
      return;
    }
    store.save(draft);
    const outcome = await send('correctEntry', {
      commandId: store.commandId,
      entryId: entry.entryId,
      reason: draft.reason.trim(),
      ...(Object.keys(correction.set).length === 0 ? {} : { set: correction.set }),
      ...(correction.clear.length === 0 ? {} : { clear: correction.clear }),
      ...(moved === null ? {} : { occurredAt: moved }),
    });
    if (outcome === null) return;
    if (outcome.is === 'recorded') {
      store.clear();
      onDone();
    } else {
      if (outcome.is === 'invalid') setProblems(outcome.problems);
      setFailure(outcome);
    }
  };

  return {
    values: draft.values,
    reason: draft.reason,
    erased,
    problems,
    failure,
    unchanged,
    sending,
    change: (name: string, value: FormValue) =>
      update({ ...draft, values: { ...draft.values, fields: { ...draft.values.fields, [name]: value } } }, name),
    changeOccurred: (occurred: FormValues['occurred']) => update({ ...draft, values: { ...draft.values, occurred } }, 'occurredAt'),
    changeReason: (reason: string) => update({ ...draft, reason }, 'reasonForCorrection'),
    submit,
    submitAsNew: () => {
      store.renew();
      return submit();
    },
  };
}

/** Its own path, for a kind may have a field called reason too. */
function reasonProblems(reason: string): readonly Problem[] {
  const length = [...reason.trim()].length;
  if (length === 0) return [{ path: 'reasonForCorrection', code: 'REQUIRED' }];
  return length > MAX_REASON ? [{ path: 'reasonForCorrection', code: 'TOO_LONG', max: MAX_REASON }] : [];
}

/** The form shows whole minutes: seconds that nobody could see are not a change. */
function sameMinute(a: string, b: string): boolean {
  return sameValue(a, b) || Math.floor(Date.parse(a) / 60_000) === Math.floor(Date.parse(b) / 60_000);
}

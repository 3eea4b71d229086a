import { useMemo, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { correctionOf, isEmptyCorrection, type KindSpec, sameValue } from '../../kinds';
import { type DraftStore, type Failure, type FormValue, type FormValues, type Problem, readForm, useCommand } from '../../record';
import { latestEntry } from './latestEntry';
import { changesSince, sameMinute, type Standing, standingOf, takeIn, typedOf } from './standing';

export interface Draft {
  readonly values: FormValues;
  readonly reason: string;
  /** What the entry said when the form opened: the correction is the difference from this, whatever others do meanwhile. */
  readonly base: Standing;
}

interface About {
  readonly entry: TimelineEntryFragment;
  readonly kind: KindSpec;
  readonly store: DraftStore<Draft>;
  readonly participantId: string;
  readonly onDone: () => void;
}

const MAX_REASON = 300;

/** A correction while it is written: kept as a draft, sent as the difference from what it began with. */
export function useCorrection({ entry, kind, store, participantId, onDone }: About) {
  const client = useClient();
  const [now, setNow] = useState(entry);
  const erased = useMemo(() => erasedOf(now), [now]);
  const [draft, setDraft] = useState<Draft>(() => {
    const base = standingOf(entry);
    return { values: typedOf(kind, base), reason: '', base, ...store.stored()?.values };
  });
  const { base } = draft;
  const changes = useMemo(() => changesSince(kind, base, standingOf(now), erased), [kind, base, now, erased]);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [unchanged, setUnchanged] = useState(false);
  const [askedReason, setAskedReason] = useState(false);
  const underWay = useRef(false);
  const [looking, setLooking] = useState(false);
  const { send, sending } = useCommand();

  const keep = (next: Draft) => {
    setDraft(next);
    store.save(next);
    setUnchanged(false);
  };
  const update = (next: Draft, path: string) => {
    keep(next);
    setProblems((was) => was.filter((problem) => problem.path !== path));
  };

  const fail = (found: readonly Problem[]) => {
    setProblems(found);
    setFailure({ is: 'invalid', problems: found });
    if (found.some((problem) => problem.path === 'backdatingReason')) setAskedReason(true);
  };

  /** Whether somebody has changed the entry to something else than this, and it has not been said yet. */
  const changedUnseen = async (mine: Readonly<Record<string, unknown>>) => {
    const latest = await latestEntry(client, participantId, entry.entryId);
    if (!latest) return false;
    const unseen = changesSince(kind, base, standingOf(latest), erasedOf(latest)).filter(
      (found) => !sameValue(found.new, mine[found.name]) && !changes.some((seen) => seen.name === found.name && sameValue(seen.new, found.new)),
    );
    if (unseen.length === 0) return false;
    setFailure(null);
    setNow(latest);
    return true;
  };

  const submit = async () => {
    if (underWay.current) return;
    const found = [...reasonProblems(draft.reason)];
    const read = readForm({ ...kind, required: kind.required.filter((name) => !erased.has(name)) }, draft.values);
    if (!read.ok) found.unshift(...read.problems);
    setProblems(found);
    if (!read.ok || found.length > 0) {
      fail(found);
      return;
    }
    const standing = (fields: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(fields).filter(([name]) => !erased.has(name)));
    const correction = correctionOf(standing(base.fields), standing(read.fields));
    const moved = read.occurredAt !== null && !sameMinute(read.occurredAt, base.occurredAt) ? read.occurredAt : null;
    if (isEmptyCorrection(correction) && moved === null) {
      setFailure(null);
      setUnchanged(true);
      return;
    }
    store.save(draft);
    underWay.current = true;
    setLooking(true);
    const stop = await changedUnseen({ ...read.fields, occurredAt: read.occurredAt }).finally(() => {
      underWay.current = false;
      setLooking(false);
    });
    if (stop) return;
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
    } else if (outcome.is === 'invalid') {
      fail(outcome.problems);
    } else {
      setFailure(outcome);
    }
  };

  return {
    values: draft.values,
    reason: draft.reason,
    erased,
    changes,
    problems,
    failure,
    unchanged,
    sending: sending || looking,
    /** Asked for, written now, or given when the entry was recorded: then it is a field like the others. */
    showBackdating: !erased.has('backdatingReason') && (askedReason || base.fields['backdatingReason'] != null || draft.values.fields['backdatingReason'] !== ''),
    change: (name: string, value: FormValue) =>
      update({ ...draft, values: { ...draft.values, fields: { ...draft.values.fields, [name]: value } } }, name),
    changeOccurred: (occurred: FormValues['occurred']) => update({ ...draft, values: { ...draft.values, occurred } }, 'occurredAt'),
    changeReason: (reason: string) => update({ ...draft, reason }, 'reasonForCorrection'),
    takeIn: () => {
      const stands = standingOf(now);
      keep({ ...draft, values: takeIn(kind, draft.values, base, stands), base: stands });
    },
    submit,
    submitAsNew: () => {
      store.renew();
      return submit();
    },
  };
}

function erasedOf(entry: TimelineEntryFragment): ReadonlySet<string> {
  return new Set(entry.fields.filter((field) => field.redacted).map((field) => field.name));
}

/** Its own path, for a kind may have a field called reason too. */
function reasonProblems(reason: string): readonly Problem[] {
  const length = [...reason.trim()].length;
  if (length === 0) return [{ path: 'reasonForCorrection', code: 'REQUIRED' }];
  return length > MAX_REASON ? [{ path: 'reasonForCorrection', code: 'TOO_LONG', max: MAX_REASON }] : [];
}

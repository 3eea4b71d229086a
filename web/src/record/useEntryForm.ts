import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { dwellingFollowsFromOffer, type Family, type KindSpec, targetsOf } from '../kinds';
import { isCommand } from './documents';
import type { DraftStore } from './draft';
import type { FormOptions } from './options';
import type { Failure, Outcome } from './outcome';
import { inputOf, type Problem, readForm } from './schema';
import { useDelivery } from './useDelivery';
import { type FormValue, type FormValues, typedKroner } from './values';

/** What the entry is about, as far as it is settled before the form opens. */
export interface About {
  readonly teamId?: string | undefined;
  readonly participantId?: string | undefined;
  readonly dwellingId?: string | undefined;
}

export interface EntryFormSetup {
  readonly family: Family;
  readonly kinds: readonly KindSpec[];
  readonly about: About;
  /** Whom it is about, for the list of what is not sent yet. */
  readonly alias?: string | undefined;
  readonly options: FormOptions;
  readonly initial: FormValues;
  /** Chosen by the link that led here; wins over a draft. */
  readonly prefill: Readonly<Record<string, FormValue>>;
  /** Why the entry came back, when it did. */
  readonly returned?: Failure | undefined;
  readonly onRecorded: (outcome: Extract<Outcome, { is: 'recorded' }>, kind: KindSpec) => void;
  /** On the device and not sent yet. */
  readonly onKept: (kind: KindSpec) => void;
}

export function useEntryForm({ family, kinds, about, alias, options, initial, prefill, returned, onRecorded, onKept }: EntryFormSetup, store: DraftStore<FormValues>) {
  const [restored, setRestored] = useState(() => store.stored());
  const start = useMemo(() => startValues(initial, restored?.values, prefill), [initial, restored, prefill]);
  const form = useForm<FormValues>({ defaultValues: start });
  const values = useWatch({ control: form.control }) as FormValues;
  const kind = kinds.find((each) => each.kind === values.kind) ?? kinds[0];
  const { deliver, sending } = useDelivery();
  const [failure, setFailure] = useState<Failure | null>(returned ?? null);
  const [problems, setProblems] = useState<readonly Problem[]>(returned?.is === 'invalid' ? returned.problems : []);
  const [askReason, setAskReason] = useState(() => start.fields['backdatingReason'] !== '' || (returned?.is === 'invalid' && asksWhyLate(returned.problems)));
  const accepted = useRef(false);

  useEffect(() => {
    const subscription = form.watch((now) => {
      if (!accepted.current) store.save(now as FormValues);
    });
    return () => subscription.unsubscribe();
  }, [form, store]);

  const openTargets = useMemo(
    () => (kind ? targetsOf(kind.kind, about.participantId !== undefined).filter((target) => about[target] === undefined && !(target === 'dwellingId' && dwellingFollowsFromOffer(kind.kind))) : []),
    [kind, about],
  );

  const change = useCallback(
    (name: string, value: FormValue) => {
      form.setValue(`fields.${name}`, value);
      if (name === 'dwellingId') fillFromDwelling(String(value));
      setProblems((was) => was.filter((problem) => problem.path !== name));

      function fillFromDwelling(dwellingId: string) {
        const dwelling = options.dwellings.find((each) => each.id === dwellingId);
        const { rentOre, housingType } = form.getValues('fields');
        if (dwelling?.rentOre !== null && dwelling?.rentOre !== undefined && rentOre === '') form.setValue('fields.rentOre', typedKroner(dwelling.rentOre));
        if (dwelling?.housingType && housingType === '') form.setValue('fields.housingType', dwelling.housingType);
      }
    },
    [form, options],
  );

  const fail = (found: readonly Problem[]) => {
    setProblems(found);
    if (asksWhyLate(found)) setAskReason(true);
    setFailure({ is: 'invalid', problems: found });
  };

  const submit = async () => {
    if (!kind || !isCommand(family.command)) return;
    const now = form.getValues();
    setProblems([]);
    const read = readForm(kind, now, openTargets);
    if (!read.ok) {
      fail(read.problems);
      return;
    }
    store.save(now);
    const input = { ...targetIds(kind.kind, now, about, options), ...inputOf(kind, read), commandId: store.commandId };
    const chosen = options.participants.find(({ id }) => id === now.fields['participantId'])?.label;
    const written = { command: family.command, input, family: family.noun, kind: kind.kind, values: now, teamId: about.teamId ?? null, participantId: about.participantId ?? null, alias: alias ?? chosen ?? null };
    const outcome = await deliver(store.commandId, written, () => store.setAside());
    if (outcome === null) return;
    if (outcome === 'kept') {
      accepted.current = true;
      store.clear();
      onKept(kind);
      return;
    }
    if (outcome.is !== 'recorded') store.save(now);
    if (outcome.is === 'recorded') {
      accepted.current = true;
      store.clear();
      onRecorded(outcome, kind);
    } else if (outcome.is === 'invalid') {
      fail(outcome.problems);
    } else {
      setFailure(outcome);
    }
  };

  const discard = () => {
    store.clear();
    setRestored(null);
    form.reset(startValues(initial, undefined, prefill));
    store.clear();
    setFailure(null);
    setProblems([]);
  };

  const submitAsNew = () => {
    store.renew();
    return submit();
  };

  return {
    kind,
    values,
    problems,
    failure,
    sending,
    askReason,
    openTargets,
    restoredAt: restored?.savedAt ?? null,
    change,
    changeKind: (next: string) => {
      form.setValue('kind', next);
      setProblems([]);
      setFailure(null);
    },
    changeOccurred: (next: FormValues['occurred']) => {
      form.setValue('occurred', next);
      setProblems((was) => was.filter((problem) => problem.path !== 'occurredAt'));
    },
    submit,
    submitAsNew,
    discard,
  };
}

function asksWhyLate(problems: readonly Problem[]): boolean {
  return problems.some(({ path, code }) => path === 'backdatingReason' || code === 'BACKDATING_REASON_REQUIRED');
}

function startValues(initial: FormValues, draft: FormValues | undefined, prefill: EntryFormSetup['prefill']): FormValues {
  const { kind, ...fields } = prefill;
  return {
    kind: typeof kind === 'string' ? kind : (draft?.kind ?? initial.kind),
    occurred: draft?.occurred ?? initial.occurred,
    fields: { ...initial.fields, ...draft?.fields, ...fields },
  };
}

/** The ids beside the fields: those settled beforehand, and the dwelling that the chosen offer is for. */
function targetIds(kind: string, values: FormValues, about: About, options: FormOptions): Readonly<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const target of targetsOf(kind, about.participantId !== undefined)) {
    const offered = options.offers.find((offer) => offer.id === values.fields['offerId'])?.dwellingId;
    const id = about[target] ?? (target === 'dwellingId' && dwellingFollowsFromOffer(kind) ? offered : undefined);
    if (id !== undefined) ids[target] = id;
  }
  return ids;
}

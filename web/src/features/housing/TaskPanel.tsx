import { useMemo, useRef } from 'react';
import { useSession } from '../../app';
import { useKindText, useText } from '../../i18n';
import { familyOf, recordableKinds } from '../../kinds';
import { ErrorState, Loading, toast } from '../../ui';
import { draftKey, EntryForm, type FormOptions, type FormValue, initialValues, type Returned, typedKroner, useDevice, useFormOptions } from '../../record';
import type { Task } from './DwellingRow';

export type PanelTask = Task | { readonly kind: 'DWELLING_REGISTERED' };

interface Props {
  readonly teamId: string;
  readonly task: PanelTask;
  readonly participants: FormOptions['participants'];
  /** An entry from here that came back: its text, and why. */
  readonly queued: string | undefined;
  readonly returned: Returned | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The entry form for a dwelling: register one, offer it, take it off the list. */
export function TaskPanel({ teamId, task, participants, queued, returned, onClose, onDone }: Props) {
  const text = useText();
  const kindText = useKindText();
  const { me } = useSession();
  const device = useDevice();
  const openedAt = useRef(Date.now());
  const { options, ready, error, again } = useFormOptions(undefined, teamId);
  const family = familyOf('housing');
  const kinds = useMemo(() => (family ? recordableKinds(family).filter(({ kind }) => kind === task.kind) : []), [family, task.kind]);
  const dwellingId = 'dwellingId' in task ? task.dwellingId : undefined;
  const about = useMemo(() => ({ teamId, dwellingId }), [teamId, dwellingId]);
  const all = useMemo(() => ({ ...options, participants }), [options, participants]);
  const initial = useMemo(() => {
    const [kind] = kinds;
    return family && kind && me ? initialValues(family, kind, { now: openedAt.current, me: me.staffId, staffIds: [] }) : null;
  }, [family, kinds, me]);
  const dwelling = options.dwellings.find((each) => each.id === dwellingId);
  const prefill = useMemo(() => {
    const offered: Record<string, FormValue> = {};
    // What was written wins over what the dwelling suggests.
    if (queued !== undefined) return offered;
    if (task.kind === 'HOUSING_OFFERED' && dwelling?.housingType) offered['housingType'] = dwelling.housingType;
    if (task.kind === 'HOUSING_OFFERED' && dwelling?.rentOre) offered['rentOre'] = typedKroner(dwelling.rentOre);
    return offered;
  }, [task.kind, dwelling, queued]);
  const address = dwelling?.address ?? ('address' in task ? task.address : '');
  const title = {
    DWELLING_REGISTERED: text('housing.register'),
    HOUSING_OFFERED: text('housing.offer_dwelling', { address }),
    DWELLING_WITHDRAWN: text('housing.withdraw_dwelling_named', { address }),
  }[task.kind];

  return (
    <section className="task-panel" aria-labelledby="task-title">
      <h2 id="task-title" tabIndex={-1} ref={(heading) => heading?.focus()}>
        {title}
      </h2>
      {ready && family && initial && me ? (
        <EntryForm
          family={family}
          kinds={kinds}
          draftKey={draftKey(me.staffId, queued ?? dwellingId ?? teamId, task.kind)}
          resumed={returned?.draft}
          returned={returned?.failure}
          about={about}
          options={all}
          initial={initial}
          prefill={prefill}
          onCancel={onClose}
          onRecorded={({ readable }, kind) => {
            toast(text(readable ? 'entry.saved' : 'entry.saved_not_shown', { what: kindText(kind.kind) }));
            onDone();
          }}
          onKept={(kind) => {
            toast(`${text(device('offline.on_phone', 'offline.on_computer'))} ${kindText(kind.kind)}`);
            onClose();
          }}
        />
      ) : error ? (
        <ErrorState error={error} onRetry={again} />
      ) : (
        <Loading />
      )}
    </section>
  );
}

import { Button } from '@digdir/designsystemet-react';
import { useText, useTextOr, useTime } from '../i18n';
import { type KindSpec, shortKindKey } from '../kinds';
import { useOffline } from '../offline';
import { EntryMark } from '../ui';
import { AskFirst } from './AskFirst';
import { Select } from './Controls';
import type { Draft, DraftStore } from './draft';
import { controlId, FieldControl } from './FieldControl';
import { MomentControl } from './MomentControl';
import { noMoment } from './moment';
import { Notice } from './Notice';
import { QueueList } from './QueueList';
import { Segmented } from './Segmented';
import { type EntryFormSetup, useEntryForm } from './useEntryForm';
import { useDraft } from './useDraft';
import { useDevice } from './useDevice';
import { useProblemText } from './useProblemText';
import type { FormValue, FormValues } from './values';
import './record.css';

interface Props extends EntryFormSetup {
  readonly draftKey: string;
  /** Begins with what came back from the outbox, under the id that it was sent with. */
  readonly resumed?: Draft<FormValues> | undefined;
  readonly onCancel: () => void;
}

/** One form for every family: the kind decides the fields, the table decides how each is drawn. */
export function EntryForm({ draftKey, resumed, ...props }: Props) {
  const draft = useDraft<FormValues>(draftKey, resumed ?? null);
  return draft ? <OpenForm {...props} draft={draft} /> : null;
}

type OpenProps = Omit<Props, 'draftKey' | 'resumed'> & { readonly draft: DraftStore<FormValues> };

function OpenForm({ onCancel, draft, ...setup }: OpenProps) {
  const form = useEntryForm(setup, draft);
  const text = useText();
  const textOr = useTextOr();
  const time = useTime();
  const problemText = useProblemText();
  const device = useDevice();
  const offline = useOffline() !== null;
  const { kind, values } = form;
  if (!kind) return <p>{text('entry.no_kinds')}</p>;

  const errorOf = (name: string) => {
    const problem = form.problems.find((each) => each.path === name);
    return problem ? problemText(problem) : undefined;
  };
  const windowStart = values.fields['windowStart'];
  const windowDate = typeof windowStart === 'object' && 'date' in windowStart ? windowStart.date : '';
  const field = (name: string, required: boolean, value: FormValue | undefined = values.fields[name]) => (
    <FieldControl
      key={name}
      name={name}
      required={required}
      value={value ?? ''}
      error={errorOf(name)}
      options={setup.options}
      sameDay={name === 'windowEnd' ? windowDate : values.occurred.date}
      onChange={(next) => form.change(name, next)}
    />
  );

  return (
    <form
      className="entry-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {form.restoredAt !== null && form.failure === null ? (
        <div className="draft-note" role="status">
          <p>{text('entry.draft_restored', { time: time.dateTime(form.restoredAt) })}</p>
          <AskFirst
            label={text('entry.draft_discard')}
            question={text('entry.draft_discard_ask')}
            yes={text('entry.draft_discard')}
            onYes={form.discard}
          />
        </div>
      ) : null}
      {form.failure ? (
        <Notice failure={form.failure} onRetry={() => void form.submit()} onAsNew={() => void form.submitAsNew()} />
      ) : null}

      <KindChoice kinds={setup.kinds} value={kind.kind} onChange={form.changeKind} />
      {form.openTargets.map((target) => field(target, true))}
      {kind.occursOn === null ? (
        <MomentControl
          id={controlId('occurredAt')}
          label={textOr('field.occurred_at.label', 'occurredAt')}
          required
          value={values.occurred ?? noMoment}
          error={errorOf('occurredAt')}
          onChange={form.changeOccurred}
        />
      ) : null}
      {inReach(kind).map((name) => field(name, kind.required.includes(name)))}
      {form.askReason ? (
        <div>
          <p className="field-hint">{text('entry.backdated_note')}</p>
          {field('backdatingReason', true)}
        </div>
      ) : null}

      <QueueList />
      <div className="save-bar">
        <Button type="submit" aria-disabled={form.sending}>
          {text(form.sending ? 'entry.saving' : offline ? device('offline.save_phone', 'offline.save_computer') : 'entry.save')}
        </Button>
        <Button type="button" variant="tertiary" onClick={onCancel}>
          {text('entry.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** What is written every time comes before what is chosen now and then. */
const often = ['place', 'note'];

function inReach({ required, optional }: KindSpec): readonly string[] {
  const rank = (name: string) => (often.includes(name) ? often.indexOf(name) : often.length);
  return [...required, ...optional.toSorted((a, b) => rank(a) - rank(b))];
}

interface KindChoiceProps {
  readonly kinds: readonly KindSpec[];
  readonly value: string;
  readonly onChange: (kind: string) => void;
}

const FEW = 5;

function KindChoice({ kinds, value, onChange }: KindChoiceProps) {
  const text = useText();
  const textOr = useTextOr();
  const word = (kind: string) => textOr(shortKindKey(kind), kind);
  if (kinds.length === 1) return null;
  if (kinds.length > FEW) {
    return (
      <Select
        id={controlId('kind')}
        label={text('entry.kind')}
        required
        value={value}
        choices={kinds.map(({ kind }) => ({ id: kind, label: word(kind) }))}
        onChange={onChange}
      />
    );
  }
  return (
    <Segmented
      id={controlId('kind')}
      legend={text('entry.kind')}
      required
      value={value}
      options={kinds.map(({ kind, mark }) => ({ value: kind, label: word(kind), icon: <EntryMark mark={mark} /> }))}
      onChange={onChange}
    />
  );
}

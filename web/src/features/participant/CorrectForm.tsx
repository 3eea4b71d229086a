import { Button } from '@digdir/designsystemet-react';
import { useText } from '../../i18n';
import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { fieldsOf, kindOf, type KindSpec } from '../../kinds';
import { Box, controlId, draftKey, type DraftStore, FieldControl, type FormOptions, MomentControl, Notice, useDraft, useProblemText } from '../../record';
import { ChangedSince } from './ChangedSince';
import { type Draft, useCorrection } from './useCorrection';

interface Props {
  readonly entry: TimelineEntryFragment;
  readonly userId: string;
  readonly participantId: string;
  readonly options: FormOptions;
  readonly onDone: () => void;
}

/** The entry's own fields, filled in as they stand. Only what is changed is sent. */
export function CorrectForm(props: Props) {
  const kind = kindOf(props.entry.kind);
  const store = useDraft<Draft>(draftKey(props.userId, props.entry.entryId, 'correct'));
  return kind && store ? <KnownKind {...props} kind={kind} store={store} /> : null;
}

function KnownKind({ options, ...about }: Props & { readonly kind: KindSpec; readonly store: DraftStore<Draft> }) {
  const text = useText();
  const problemText = useProblemText();
  const { kind } = about;
  const form = useCorrection(about);
  const errorOf = (name: string) => {
    const problem = form.problems.find((each) => each.path === name);
    return problem ? problemText(problem) : undefined;
  };
  return (
    <form
      className="entry-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {form.failure ? <Notice failure={form.failure} onRetry={() => void form.submit()} onAsNew={() => void form.submitAsNew()} /> : null}
      {form.changes.length > 0 ? <ChangedSince changes={form.changes} options={options} onTakeIn={form.takeIn} /> : null}
      <p className="mut">{text('correction.help')}</p>
      {kind.occursOn === null ? (
        <MomentControl
          id={controlId('occurredAt')}
          label={text('field.occurred_at.label')}
          required
          error={errorOf('occurredAt')}
          value={form.values.occurred}
          onChange={form.changeOccurred}
        />
      ) : null}
      {[...fieldsOf(kind), ...(form.showBackdating ? ['backdatingReason'] : [])]
        .filter((name) => !form.erased.has(name))
        .map((name) => (
          <FieldControl
            key={name}
            name={name}
            required={kind.required.includes(name) || name === 'backdatingReason'}
            value={form.values.fields[name] ?? ''}
            error={errorOf(name)}
            options={options}
            sameDay={form.values.occurred.date}
            onChange={(value) => form.change(name, value)}
          />
        ))}
      <Box
        id={controlId('reasonForCorrection')}
        label={text('field.reason.label')}
        hint={text('correction.reason_hint')}
        required
        error={errorOf('reasonForCorrection')}
        value={form.reason}
        onChange={form.changeReason}
      />
      <div className="save-bar">
        <Button type="submit" aria-disabled={form.sending}>
          {text(form.sending ? 'entry.saving' : 'correction.save')}
        </Button>
        {form.unchanged ? <p role="status">{text('correction.nothing_changed')}</p> : null}
      </div>
    </form>
  );
}

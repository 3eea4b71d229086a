import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useText } from '../../i18n';
import { Box, draftKey, type DraftStore, type Failure, Notice, type Problem, useCommand, useDraft, useProblemText } from '../../record';

interface Props {
  /** The entry that is marked; a mark or a correction is an entry too. */
  readonly entryId: string;
  readonly userId: string;
  readonly help: string;
  readonly submitLabel: string;
  readonly onDone: () => void;
}

const MAX = 300;

/** Marks an entry as entered in error, with the reason: a draft like any other until it is accepted. */
export function ReasonForm(props: Props) {
  const store = useDraft<string>(draftKey(props.userId, props.entryId, 'error'));
  return store ? <OpenForm {...props} store={store} /> : null;
}

function OpenForm({ entryId, store, help, submitLabel, onDone }: Props & { readonly store: DraftStore<string> }) {
  const text = useText();
  const problemText = useProblemText();
  const { send, sending } = useCommand();
  const [reason, setReason] = useState(() => store.stored()?.values ?? '');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async () => {
    const wrong = reason.trim() === '' ? 'REQUIRED' : [...reason.trim()].length > MAX ? 'TOO_LONG' : null;
    if (wrong) {
      const found = { path: 'reason', code: wrong, max: MAX };
      setProblem(found);
      setFailure({ is: 'invalid', problems: [found] });
      return;
    }
    store.save(reason);
    const outcome = await send('markEnteredInError', { commandId: store.commandId, entryId, reason: reason.trim() });
    if (outcome === null) return;
    if (outcome.is === 'recorded') {
      store.clear();
      onDone();
    } else {
      setProblem(outcome.is === 'invalid' ? (outcome.problems.find(({ path }) => path === 'reason') ?? null) : null);
      setFailure(outcome);
    }
  };

  return (
    <form
      className="entry-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {failure ? (
        <Notice
          failure={failure}
          onRetry={() => void submit()}
          onAsNew={() => {
            store.renew();
            void submit();
          }}
        />
      ) : null}
      <p>{help}</p>
      <Box
        id="f-reason"
        label={text('field.reason.label')}
        hint={text('correction.reason_hint')}
        required
        error={problem ? problemText(problem) : undefined}
        value={reason}
        onChange={(next) => {
          setReason(next);
          store.save(next);
          setProblem(null);
        }}
      />
      <div className="save-bar">
        <Button type="submit" aria-disabled={sending}>
          {sending ? text('entry.saving') : submitLabel}
        </Button>
      </div>
    </form>
  );
}

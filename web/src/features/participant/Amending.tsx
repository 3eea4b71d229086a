import { useState } from 'react';
import { useKindText, useText, useTime } from '../../i18n';
import { ErrorState, Loading, toast } from '../../ui';
import { Segmented, useFormOptions } from '../../record';
import { AmendDialog } from './AmendDialog';
import { CorrectForm } from './CorrectForm';
import type { Amend } from './EntryRow';
import { ReasonForm } from './ReasonForm';

interface Props {
  readonly amend: Amend;
  readonly userId: string;
  readonly participantId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Correct what is wrong, or mark the whole entry; a mark or a correction can be taken back. */
export function Amending({ amend, userId, participantId, onClose, onDone }: Props) {
  const text = useText();
  const kindText = useKindText();
  const time = useTime();
  const [way, setWay] = useState('correct');
  const { options, ready, error, again } = useFormOptions(participantId, undefined);
  const done = (said: string) => {
    toast(said);
    onDone();
  };
  if (amend.how === 'take_back') {
    return (
      <AmendDialog title={amend.title} onClose={onClose}>
        <ReasonForm entryId={amend.entryId} userId={userId} help={text('correction.take_back_help')} submitLabel={amend.title} onDone={() => done(text('correction.saved'))} />
      </AmendDialog>
    );
  }
  const { entry } = amend;
  return (
    <AmendDialog title={text('correction.correct_entry', { what: kindText(entry.kind), when: time.dateTime(entry.occurredAt) })} onClose={onClose}>
      <Segmented
        id="amend-way"
        legend={text('correction.how')}
        required
        value={way}
        options={[
          { value: 'correct', label: text('event.entry_corrected.action') },
          { value: 'error', label: text('correction.mark') },
        ]}
        onChange={setWay}
      />
      {way === 'error' ? (
        <ReasonForm entryId={entry.entryId} userId={userId} help={text('correction.error_help')} submitLabel={text('correction.mark')} onDone={() => done(text('event.entry_entered_in_error.timeline'))} />
      ) : ready ? (
        <CorrectForm entry={entry} userId={userId} participantId={participantId} options={options} onDone={() => done(text('correction.saved'))} />
      ) : error ? (
        <ErrorState error={error} onRetry={again} />
      ) : (
        <Loading />
      )}
    </AmendDialog>
  );
}

import { Button } from '@digdir/designsystemet-react';
import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { useText } from '../../i18n';
import type { Words } from '../../kinds';
import { DataTable, TableHead } from '../../ui';
import { EntryRow, type Amend } from './EntryRow';

interface Props {
  readonly entries: readonly TimelineEntryFragment[];
  readonly words: Words;
  readonly chosen: string | undefined;
  readonly more: boolean;
  readonly loading: boolean;
  readonly onOlder: () => void;
  /** Missing where nothing may be changed. */
  readonly onAmend?: ((amend: Amend) => void) | undefined;
}

export function EntryList({ entries, words, chosen, more, loading, onOlder, onAmend }: Props) {
  const text = useText();
  return (
    <>
      <DataTable caption={text('participant.events')} className="entries">
        <TableHead
          columns={[
            { key: 'happened', label: text('participant.happened') },
            { key: 'written', label: text('participant.written') },
            { key: 'event', label: text('participant.event') },
            { key: 'by', label: text('participant.by') },
            ...(onAmend ? [{ key: 'amend', label: text('correction.correct'), hidden: true }] : []),
          ]}
        />
        <tbody role="rowgroup">
          {entries.map((entry) => (
            <EntryRow key={entry.entryId} entry={entry} words={words} chosen={entry.entryId === chosen} onAmend={onAmend} />
          ))}
        </tbody>
      </DataTable>
      {more ? (
        <Button variant="secondary" onClick={onOlder} aria-disabled={loading} className="entries-older">
          {text(loading ? 'a11y.loading' : 'participant.older')}
        </Button>
      ) : (
        <p className="mut entries-end">{entries.length > 0 ? text('participant.all_shown') : null}</p>
      )}
    </>
  );
}

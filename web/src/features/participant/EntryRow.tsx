import { useEffect, useRef, useState } from 'react';
import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { dateOf, daysBetween, useText, useTextOr, useTime } from '../../i18n';
import { kindKey, timelineLine, type Words } from '../../kinds';
import { Box, Cell, EntryMark } from '../../ui';
import { Amendments } from './Amendments';

export type Amend =
  | { readonly how: 'correct'; readonly entry: TimelineEntryFragment }
  | { readonly how: 'take_back'; readonly entryId: string; readonly title: string };

interface Props {
  readonly entry: TimelineEntryFragment;
  readonly words: Words;
  readonly chosen: boolean;
  readonly onAmend?: ((amend: Amend) => void) | undefined;
}

/** One entry: what happened, what was written, and what has been corrected since. */
export function EntryRow({ entry, words, chosen, onAmend }: Props) {
  const text = useText();
  const textOr = useTextOr();
  const time = useTime();
  const [original, setOriginal] = useState(false);
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'center' });
  }, [chosen]);

  const line = timelineLine(entry.kind, entry.fields, words);
  const before = new Map(timelineLine(entry.kind, entry.original, words).details.map((detail) => [detail.name, detail.text]));
  const late = entry.backdated ? daysBetween(dateOf(entry.occurredAt), dateOf(entry.recordedAt)) : 0;
  const happened = entry.precision === 'DAY' ? time.dayMonth(dateOf(entry.occurredAt)) : short(entry.occurredAt);
  const who = entry.by.initials ?? entry.by.name ?? text('entry.by_service');
  const inError = entry.errorMark !== null && entry.errorMark !== undefined && !entry.stands;

  function short(at: string) {
    const date = dateOf(at);
    const sameYear = date.slice(0, 4) === dateOf(Date.now()).slice(0, 4);
    return `${sameYear ? time.dayMonth(date) : time.date(date)} ${time.clock(at)}`;
  }

  return (
    <tr role="row" ref={row} id={`entry-${entry.entryId}`} className={chosen ? 'entry-chosen' : undefined}>
      <Cell label={text('participant.happened')} className="tn entry-when">
        {happened}
      </Cell>
      <Cell label={text('participant.written')} className="tn entry-when">
        {short(entry.recordedAt)}
      </Cell>
      <Cell>
        <div className="entry-line">
          <EntryMark mark={entry.mark} />
          <div className="entry-said">
            <p className={inError ? 'entry-struck' : undefined}>
              <strong>{line.title}</strong>
              {line.details.map((detail, index) => {
                const old = before.get(detail.name);
                return (
                  <span key={detail.name}>
                    {index === 0 ? ': ' : ', '}
                    {old !== undefined && old !== detail.text && entry.corrections.length > 0 ? (
                      <>
                        <s>{old}</s>{' '}
                      </>
                    ) : null}
                    {detail.text}
                  </span>
                );
              })}{' '}
              {late > 0 ? (
                <Box>
                  <span className="sr">{text('history.backdated')}: </span>
                  {text('participant.written_after', { days: late })}
                </Box>
              ) : null}{' '}
              {inError ? <Box>{text('audit.entered_in_error')}</Box> : null}
            </p>
            {line.notes.map((note) => (
              <p key={note.name} className="entry-note">
                {note.name === 'note' ? null : <span className="mut">{note.label}: </span>}
                {note.text}
              </p>
            ))}
            <Amendments entry={entry} words={words} onAmend={onAmend} />
            {entry.corrections.length > 0 ? (
              <>
                <button type="button" className="as-link" aria-expanded={original} onClick={() => setOriginal(!original)}>
                  {text(original ? 'correction.hide_original' : 'correction.show_original')}
                </button>
                {original ? <Original entry={entry} words={words} /> : null}
              </>
            ) : null}
          </div>
        </div>
      </Cell>
      <Cell label={text('participant.by')}>{who}</Cell>
      {onAmend ? (
        <Cell className="entry-amend">
          {entry.correctable && !inError ? (
            <button type="button" className="as-link" onClick={() => onAmend({ how: 'correct', entry })}>
              {text('correction.correct')}
              <span className="sr">: {`${textOr(kindKey(entry.kind), entry.kind)}, ${happened}`}</span>
            </button>
          ) : null}
        </Cell>
      ) : null}
    </tr>
  );
}

function Original({ entry, words }: { readonly entry: TimelineEntryFragment; readonly words: Words }) {
  const text = useText();
  const line = timelineLine(entry.kind, entry.original, words);
  return (
    <div className="entry-original">
      <h3>{text('history.original')}</h3>
      <p>{[line.title, line.details.map((detail) => detail.text).join(', ')].filter(Boolean).join(': ')}</p>
      {line.notes.map((note) => (
        <p key={note.name} className="entry-note">
          {note.text}
        </p>
      ))}
    </div>
  );
}

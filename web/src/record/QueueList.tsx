import { Button } from '@digdir/designsystemet-react';
import { Link } from '@tanstack/react-router';
import { useKindText, useText, useTextOr, useTime } from '../i18n';
import { useOffline } from '../offline';
import { EntryMark, Icon } from '../ui';
import { kindOf } from '../kinds';
import { AskFirst } from './AskFirst';
import { useOutbox } from './OutboxProvider';
import type { Outcome } from './outcome';
import { useDevice } from './useDevice';
import type { QueuedEntry } from './written';
import './queue.css';

/** What is on this device and not with the service: what waits, and what came back. Nothing when there is nothing. */
export function QueueList({ heading = false }: { readonly heading?: boolean }) {
  const text = useText();
  const time = useTime();
  const { entries, sendNow } = useOutbox();
  const device = useDevice();
  const offline = useOffline();
  const waiting = entries.filter((entry) => entry.body.returned === null).length;
  if (entries.length === 0 && offline === null) return null;
  return (
    <section className="queue" aria-label={text('offline.queue')}>
      {heading ? <h2>{text('offline.queue')}</h2> : null}
      <div className="queue-state" role="status">
        {offline === null ? null : (
          <p>
            <Icon name="u-offline" /> <b>{text('offline.since', { time: time.clock(offline) })}</b> {text(device('offline.kept_phone', 'offline.kept_computer'))}
          </p>
        )}
        {waiting > 0 ? <p>{text('offline.waiting', { count: waiting })}</p> : null}
      </div>
      {entries.length > 0 ? (
        <ul>
          {entries.map((entry) => (
            <QueueRow key={entry.id} entry={entry} />
          ))}
        </ul>
      ) : null}
      {waiting > 0 && navigator.onLine ? (
        <Button type="button" variant="secondary" onClick={() => void sendNow()}>
          {text('offline.send_now')}
        </Button>
      ) : null}
    </section>
  );
}

function QueueRow({ entry }: { readonly entry: QueuedEntry }) {
  const text = useText();
  const kindText = useKindText();
  const time = useTime();
  const device = useDevice();
  const why = useWhyReturned();
  const { outbox } = useOutbox();
  const { content, returned } = entry.body;
  const mark = kindOf(content.kind)?.mark;
  const what = [content.alias, kindText(content.kind)].filter(Boolean).join(', ');
  return (
    <li className={returned ? 'queue-returned' : 'queue-waiting'}>
      <p>
        {mark ? <EntryMark mark={mark} /> : null} <b>{what}</b>
      </p>
      <p className="mut">
        {returned ? why(returned) : `${text(device('offline.on_phone', 'offline.on_computer'))} ${time.clock(entry.savedAt)}`}
      </p>
      {returned ? (
        <p className="queue-steps">
          {content.participantId ? (
            <Link to="/deltaker/$participantId/ny/$family" params={{ participantId: content.participantId, family: content.family }} search={{ queued: entry.id }}>
              {text('offline.open_form')}
              <span className="sr">: {what}</span>
            </Link>
          ) : content.teamId && content.family === 'participant' ? (
            <Link to="/deltakere/$teamId/ny" params={{ teamId: content.teamId }} search={{ queued: entry.id }}>
              {text('offline.open_form')}
              <span className="sr">: {what}</span>
            </Link>
          ) : content.teamId && content.family === 'housing' ? (
            <Link to="/bolig/$teamId" params={{ teamId: content.teamId }} search={{ queued: entry.id }}>
              {text('offline.open_form')}
              <span className="sr">: {what}</span>
            </Link>
          ) : null}
          <AskFirst
            label={text('offline.throw_away')}
            about={what}
            question={text('offline.throw_away_ask')}
            yes={text('offline.throw_away')}
            onYes={() => void outbox?.remove(entry.id)}
          />
        </p>
      ) : null}
    </li>
  );
}

function useWhyReturned(): (outcome: Outcome) => string {
  const text = useText();
  const textOr = useTextOr();
  return (outcome) => {
    switch (outcome.is) {
      case 'rejected':
        return textOr(`rejected.${outcome.code.toLowerCase()}`, text('rejected.other', { code: outcome.code }));
      case 'conflict':
        return text('failed.conflict');
      case 'invalid':
        return text('entry.summary', { count: outcome.problems.length });
      case 'forbidden':
        return text('permission.denied');
      case 'too_large':
        return text('failed.too_large');
      default:
        return text('error.server', { code: outcome.is === 'failed' ? outcome.code : outcome.is });
    }
  };
}

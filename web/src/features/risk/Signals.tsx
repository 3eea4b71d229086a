import { Link } from '@tanstack/react-router';
import { dateOf, useKindText, useText, useTime } from '../../i18n';
import type { RiskDetailFragment } from '../../graphql/generated/graphql';
import { Cell, DataTable, None, TableHead } from '../../ui';
import { useFlagText, useSignalText, useSourceText } from './words';

interface Props {
  readonly participantId: string;
  readonly signals: RiskDetailFragment['signals'];
  readonly points: number;
}

const SHOWN = 3;
const FULL = 100;

/** Each signal with its points as a bar, the entries behind it and the rule. What takes points off is drawn hollow. */
export function Signals({ participantId, signals, points }: Props) {
  const text = useText();
  const signalText = useSignalText();
  const sourceText = useSourceText();
  const flagText = useFlagText();
  const sorted = signals.toSorted((a, b) => b.points - a.points);
  return (
    <section aria-labelledby="signals">
      <h3 id="signals" className="risk-h">
        {text('risk.what_gives_points')}
      </h3>
      {sorted.length === 0 ? <p className="mut">{text('risk.no_signals')}</p> : null}
      {sorted.length > 0 ? (
        <DataTable caption={text('risk.what_gives_points')} className="signals">
          <TableHead
            columns={[
              { key: 'points', label: text('risk.points_column'), number: true },
              { key: 'signal', label: text('risk.signal') },
              { key: 'entries', label: text('risk.events') },
              { key: 'rule', label: text('risk.rule') },
            ]}
          />
          <tbody role="rowgroup">
            {sorted.map((signal) => (
              <tr role="row" key={signal.signal}>
                <Cell number className="signal-points">
                  <strong>{signal.points < 0 ? `−${-signal.points}` : signal.points}</strong>
                  <svg className="signal-bar" viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
                    <rect
                      x={signal.points < 0 ? 1 : 0}
                      y={signal.points < 0 ? 1 : 0}
                      width={Math.min(FULL, Math.abs(signal.points))}
                      height={signal.points < 0 ? 7 : 9}
                      fill={signal.points < 0 ? 'none' : 'currentColor'}
                      stroke={signal.points < 0 ? 'currentColor' : 'none'}
                      strokeWidth="1.5"
                      vectorEffect="non-scaling-stroke"
                    />
                  </svg>
                </Cell>
                <Cell>
                  {signalText(signal)}
                  {signal.flags.map((flag) => (
                    <span key={flag} className="risk-flag">
                      {flagText(flag)}
                    </span>
                  ))}
                </Cell>
                <Cell>
                  <Because participantId={participantId} entries={signal.because} />
                </Cell>
                <Cell className="mut signal-rule">
                  <Source {...sourceText(signal.source)} />
                </Cell>
              </tr>
            ))}
            <tr role="row" className="signal-sum">
              <Cell number>
                <strong>{points}</strong>
              </Cell>
              <Cell>{text('risk.sum')}</Cell>
              <Cell />
              <Cell />
            </tr>
          </tbody>
        </DataTable>
      ) : null}
    </section>
  );
}

function Source({ shown, full }: { readonly shown: string; readonly full: string }) {
  return shown === full ? shown : <abbr title={full}>{shown}</abbr>;
}

function Because({ participantId, entries }: { readonly participantId: string; readonly entries: Props['signals'][number]['because'] }) {
  const text = useText();
  const time = useTime();
  const kindText = useKindText();
  if (entries.length === 0) return <None />;
  const latest = entries.toSorted((a, b) => Date.parse(b.occurredAt) - Date.parse(a.occurredAt));
  return (
    <ul className="because">
      {latest.slice(0, SHOWN).map((entry) => (
        <li key={entry.entryId}>
          <Link to="/deltaker/$participantId" params={{ participantId }} search={{ entry: entry.entryId }}>
            <span className="sr">{kindText(entry.kind)} </span>
            {[time.dayMonth(dateOf(entry.occurredAt)), entry.initials].filter(Boolean).join(', ')}
          </Link>
        </li>
      ))}
      {latest.length > SHOWN ? <li className="mut">{text('risk.more_entries', { count: latest.length - SHOWN })}</li> : null}
    </ul>
  );
}

import { Link } from '@tanstack/react-router';
import { useText, useTime } from '../../i18n';
import { Box } from '../../ui';
import type { MyVisit } from './row';

/** Visits of today that nobody has taken. */
export function UnassignedList({ visits }: { readonly visits: readonly MyVisit[] }) {
  const text = useText();
  const time = useTime();
  if (visits.length === 0) return null;
  return (
    <>
      <h2>{text('home.unassigned')}</h2>
      <ul className="visits">
        {visits.map(({ row, visit }) => (
          <li key={visit.plannedContactId}>
            <b className="at tn">{time.clock(visit.start)}</b>
            <div className="visit-line">
              <Link to="/deltaker/$participantId" params={{ participantId: row.participantId }} className="visit-alias">
                {row.alias}
              </Link>
              <span className="mut">{text('home.last_met')}</span>
              {row.lastMetDays == null ? (
                text('time.never')
              ) : row.lastMetOverdue ? (
                <Box spoken={text('home.overdue')}>{text('home.days', { count: row.lastMetDays })}</Box>
              ) : (
                text('home.days', { count: row.lastMetDays })
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

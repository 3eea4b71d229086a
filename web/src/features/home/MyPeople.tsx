import { Link } from '@tanstack/react-router';
import type { HomeRowFragment } from '../../graphql/generated/graphql';
import { useText } from '../../i18n';
import { Box, RiskBadge, StatusBadge } from '../../ui';

/** Everyone whose primary contact I am, in the board's order. */
export function MyPeople({ rows }: { readonly rows: readonly HomeRowFragment[] }) {
  const text = useText();
  if (rows.length === 0) return null;
  return (
    <>
      <h2>{text('home.people')}</h2>
      <ul className="visits people">
        {rows.map((row) => (
          <li key={row.participantId}>
            <div className="visit-line">
              <Link to="/deltaker/$participantId" params={{ participantId: row.participantId }} className="visit-alias">
                {row.alias}
              </Link>
              {row.status ? <StatusBadge status={row.status} /> : <Box>{text('board.needs_decision')}</Box>}
              {row.riskLevel && row.riskLevel !== 'GREEN' ? <RiskBadge level={row.riskLevel} /> : null}
              <span className="mut">{text('home.last_met')}</span>
              {row.lastMetDays == null ? text('time.never') : row.lastMetOverdue ? <Box spoken={text('home.overdue')}>{text('home.days', { count: row.lastMetDays })}</Box> : text('home.days', { count: row.lastMetDays })}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

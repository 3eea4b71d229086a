import { Link } from '@tanstack/react-router';
import type { HomeRowFragment } from '../../graphql/generated/graphql';
import { useText, useTextOr, useTime } from '../../i18n';
import { Box } from '../../ui';

const NEAR_DAYS = 3;

/** The next deadline of each participant whose primary contact I am. */
export function DueList({ rows }: { readonly rows: readonly HomeRowFragment[] }) {
  const text = useText();
  const textOr = useTextOr();
  const time = useTime();
  const due = rows
    .flatMap((row) => (row.nextDeadline ? [{ row, next: row.nextDeadline }] : []))
    .toSorted((a, b) => a.next.on.localeCompare(b.next.on));
  return (
    <>
      <h2>{text('home.due')}</h2>
      {due.length === 0 ? <p className="mut">{text('home.due_none')}</p> : null}
      <ul className="dues">
        {due.map(({ row, next }) => (
          <li key={row.participantId}>
            <span>
              <Link to="/deltaker/$participantId" params={{ participantId: row.participantId }} className="visit-alias">
                {row.alias}
              </Link>{' '}
              {textOr(`due.${next.deadline.toLowerCase()}`, next.deadline)}
            </span>
            {next.passed || next.daysLeft <= NEAR_DAYS ? (
              <Box spoken={next.passed ? text('home.passed') : undefined}>{next.daysLeft === 0 ? text('time.today') : text('home.days', { count: next.daysLeft })}</Box>
            ) : (
              <span className="mut">{next.daysLeft < 7 ? time.shortDay(next.on) : time.dayMonth(next.on)}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

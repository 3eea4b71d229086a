import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { unmask } from '../../../graphql';
import { useText, useTime } from '../../../i18n';
import { ErrorState, Loading, NoAccess } from '../../../ui';
import { WallRow } from '../model/row';
import { WallBoard } from './document';
import { Wall } from './Wall';

const BACK_MS = 5 * 60_000;

interface Props {
  readonly teamId: string;
  readonly knownAt: string | undefined;
  readonly happenedAt: string | undefined;
}

/** The board of an earlier instant. After five minutes the screen goes back to now by itself. */
export function PastWall({ teamId, knownAt, happenedAt }: Props) {
  const text = useText();
  const time = useTime();
  const navigate = useNavigate();
  const [{ data, error, fetching }, again] = useQuery({
    query: WallBoard,
    variables: { teamId, asOf: { knownAt: knownAt ?? null, happenedAt: happenedAt ?? null } },
    requestPolicy: 'network-only',
  });
  const [left, setLeft] = useState(BACK_MS);

  useEffect(() => {
    const started = performance.now();
    const timer = setInterval(() => {
      const remaining = BACK_MS - (performance.now() - started);
      setLeft(remaining);
      if (remaining <= 0) void navigate({ to: '/vegg/$teamId', params: { teamId }, replace: true });
    }, 1_000);
    const back = (event: KeyboardEvent) => {
      if (event.key === 'Escape') void navigate({ to: '/vegg/$teamId', params: { teamId }, replace: true });
    };
    window.addEventListener('keydown', back);
    return () => {
      clearInterval(timer);
      window.removeEventListener('keydown', back);
    };
  }, [navigate, teamId]);

  const board = data?.board;
  const rows = unmask(WallRow, board?.rows);
  if (!board || !rows) {
    return (
      <main id="main" className="wall wall-message">
        {fetching ? <Loading /> : null}
        {error ? <ErrorState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} /> : null}
        {!fetching && !error ? <NoAccess /> : null}
      </main>
    );
  }
  const instant = knownAt ?? happenedAt ?? board.serverTime;
  return (
    <Wall
      teamName={board.teamName}
      rows={rows}
      now={Date.parse(instant)}
      mode="past"
      emptied={false}
      note={text('wall.back', { minutes: Math.max(1, Math.ceil(left / 60_000)) })}
      zone={
        <>
          <strong>{text('history.title').toUpperCase()}</strong>
          <span>
            {text(knownAt === undefined ? 'wall.was_then' : 'wall.known_then', {
              instant: time.longDateTime(instant),
            })}
          </span>
        </>
      }
    />
  );
}

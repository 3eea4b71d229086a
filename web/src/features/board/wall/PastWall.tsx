import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { useQuery } from 'urql';
import { unmask } from '../../../graphql';
import { useText } from '../../../i18n';
import { ErrorState, Loading, NoAccess } from '../../../ui';
import { WallRow } from '../model/row';
import { useBackToNow } from '../past/useBackToNow';
import { usePastMoment } from '../past/usePastMoment';
import { usePrintedPast } from '../print/usePrinted';
import { WallBoard } from './document';
import { FittedZone } from './Freshness';
import { isElsewhere } from './usePages';
import { Wall } from './Wall';

interface Props {
  readonly teamId: string;
  readonly knownAt: string | undefined;
  readonly happenedAt: string | undefined;
}

/** The board of an earlier instant. After five minutes of nobody touching it, the screen goes back to now. */
export function PastWall({ teamId, knownAt, happenedAt }: Props) {
  const text = useText();
  const navigate = useNavigate();
  const [{ data, error, fetching }, again] = useQuery({
    query: WallBoard,
    variables: { teamId, asOf: { knownAt: knownAt ?? null, happenedAt: happenedAt ?? null } },
    requestPolicy: 'network-only',
  });
  const back = useCallback(() => void navigate({ to: '/vegg/$teamId', params: { teamId }, replace: true }), [navigate, teamId]);
  const note = useBackToNow(back);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key === 'Escape' || event.key === 'BrowserBack') && !isElsewhere(event)) back();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [back]);

  const board = data?.board;
  const rows = unmask(WallRow, board?.rows);
  const moment = usePastMoment(knownAt, happenedAt);
  const printed = usePrintedPast(moment);
  if (!board || !rows) {
    return (
      <main id="main" className="wall wall-message">
        {fetching ? <Loading /> : null}
        {error ? <ErrorState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} /> : null}
        {!fetching && !error ? <NoAccess /> : null}
      </main>
    );
  }
  const word = <strong>{text('history.title').toUpperCase()}</strong>;
  return (
    <Wall
      teamId={teamId}
      teamName={board.teamName}
      rows={rows}
      now={Date.parse(moment.instant)}
      mode="past"
      emptied={false}
      note={note}
      printed={printed}
      zone={
        <FittedZone
          content={moment.when}
          long={
            <>
              {word}
              <span>{moment.when}</span>
            </>
          }
          short={
            <>
              {word}
              <span>{moment.short}</span>
            </>
          }
        />
      }
    />
  );
}

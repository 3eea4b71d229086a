import { useEffect, useRef } from 'react';
import { unmask } from '../../../graphql';
import { useText } from '../../../i18n';
import { announce, ErrorState, Loading, NoAccess } from '../../../ui';
import { useLiveBoard } from '../live/useLiveBoard';
import { useMinute } from '../live/useMinute';
import { isStale } from '../model/freshness';
import { WallRow } from '../model/row';
import { usePrinted } from '../print/usePrinted';
import { WallBoard } from './document';
import { Freshness } from './Freshness';
import { useNewerBuild } from './useNewerBuild';
import { Wall } from './Wall';

export function LiveWall({ teamId }: { readonly teamId: string }) {
  const text = useText();
  const { state, now, lastCurrent, retry } = useLiveBoard(WallBoard, teamId);
  const minute = useMinute(now);
  const printed = usePrinted(state, () => lastCurrent() ?? now());
  const board = state.board?.board;
  const rows = unmask(WallRow, board?.rows);
  const stale = isStale(state.level);

  const wasStale = useRef(false);
  useEffect(() => {
    if (stale) announce(text('fresh.stale'), 'assertive');
    else if (wasStale.current) announce(text('fresh.recovered'));
    wasStale.current = stale;
  }, [stale, text]);

  if (!board || !rows) {
    return (
      <main id="main" className="wall wall-message">
        <NoBoard />
        {state.closed ? <NoAccess /> : null}
        {!state.closed && state.failure !== null ? <ErrorState error={state.failure} onRetry={retry} /> : null}
        {!state.closed && state.failure === null ? <Loading /> : null}
      </main>
    );
  }
  return (
    <Wall
      teamId={teamId}
      teamName={board.teamName}
      rows={rows}
      now={minute}
      mode={stale ? 'stale' : 'live'}
      emptied={state.level === 'empty'}
      printed={printed}
      zone={<Freshness level={state.level} silentSeconds={state.silentSeconds} currentAt={state.currentAt} minute={minute} />}
    />
  );
}

/** Without a board there are no pages to turn: a newer build is looked for all the same. */
function NoBoard() {
  const text = useText();
  useNewerBuild();
  return <h1 className="sr">{text('nav.wall')}</h1>;
}

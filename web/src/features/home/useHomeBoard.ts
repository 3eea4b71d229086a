import { useEffect, useState } from 'react';
import { useQuery, type CombinedError } from 'urql';
import { graphql, serviceError } from '../../graphql';
import type { HomeQuery as HomeData } from '../../graphql/generated/graphql';

const HomeQuery = graphql(`
  query Home($teamId: ID!) {
    board(teamId: $teamId) {
      boardVersion
      serverTime
      rows {
        ...HomeRow
      }
    }
  }
`);

const REFRESH_MS = 60_000;

type Board = NonNullable<HomeData['board']>;

interface HomeBoard {
  /** The last board that was answered: one failed refresh takes nothing away. */
  readonly board: Board | undefined;
  /** The last refresh failed: the board is as it was then. */
  readonly stale: boolean;
  readonly error: CombinedError | undefined;
  readonly retry: () => void;
}

export function useHomeBoard(teamId: string): HomeBoard {
  const [{ data, error }, again] = useQuery({ query: HomeQuery, variables: { teamId }, requestPolicy: 'cache-and-network' });
  const [last, setLast] = useState<{ readonly teamId: string; readonly board: Board } | null>(null);
  // The client has no data beside an error.
  const answered = data?.board;
  if (answered && (last?.board !== answered || last.teamId !== teamId)) setLast({ teamId, board: answered });

  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') again({ requestPolicy: 'network-only' });
    };
    const timer = setInterval(refresh, REFRESH_MS);
    document.addEventListener('visibilitychange', refresh);
    window.addEventListener('online', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
      window.removeEventListener('online', refresh);
    };
  }, [again]);

  const kind = error ? serviceError(error).kind : undefined;
  // Whoever may no longer see it keeps nothing.
  const closed = kind === 'forbidden' || kind === 'unauthenticated';
  const board = answered ?? (!closed && last?.teamId === teamId ? last.board : undefined);
  return { board, stale: error !== undefined, error, retry: () => again({ requestPolicy: 'network-only' }) };
}

import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { checkBuild } from '../../../app';
import { serviceError } from '../../../graphql';
import { boardEvents } from './events';
import { LiveBoard, type Loaded, type LiveState, type Versioned } from './LiveBoard';

interface BoardData<B extends Versioned> {
  readonly board?: B | null;
}

/**
 * The board of now, kept current. The version counts as drawn after React has put it on screen.
 */
export function useLiveBoard<D extends BoardData<B>, B extends Versioned>(
  query: TypedDocumentNode<D, { teamId: string }>,
  teamId: string,
): { readonly state: LiveState<D>; readonly now: () => number; readonly lastCurrent: () => number | null; readonly retry: () => void } {
  const client = useClient();
  const live = useMemo(
    () =>
      new LiveBoard<D & Versioned>({
        // A service that has been away may have come back as a newer one.
        events: (onAnnounced, onTrouble) => boardEvents(teamId, onAnnounced, onTrouble, () => void checkBuild()),
        load: async (): Promise<Loaded<D & Versioned>> => {
          const result = await client.query(query, { teamId }, { requestPolicy: 'network-only' }).toPromise();
          const board = result.data?.board;
          if (result.data && board) {
            const { boardVersion, serverTime } = board;
            return { kind: 'board', board: { ...result.data, boardVersion, serverTime } };
          }
          const { kind } = serviceError(result.error);
          const closed = !result.error || kind === 'forbidden' || kind === 'unauthenticated';
          return { kind: closed ? 'closed' : 'failed', error: result.error ?? null };
        },
      }),
    [client, query, teamId],
  );

  useEffect(() => {
    live.start();
    const seen = () => {
      if (document.visibilityState === 'visible') live.wake();
    };
    window.addEventListener('online', live.wake);
    document.addEventListener('visibilitychange', seen);
    return () => {
      window.removeEventListener('online', live.wake);
      document.removeEventListener('visibilitychange', seen);
      live.stop();
    };
  }, [live]);

  const state = useSyncExternalStore(live.subscribe, live.state);
  const version = state.board?.boardVersion;
  useLayoutEffect(() => {
    if (version !== undefined) live.drawn(version);
  }, [live, version]);

  return { state, now: live.now, lastCurrent: live.lastCurrent, retry: live.wake };
}

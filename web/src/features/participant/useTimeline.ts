import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { unmask } from '../../graphql';
import type { AsOfInput, TimelineEntryFragment } from '../../graphql/generated/graphql';
import { timelineEntryFragment, timelineQuery } from './timelineEntry';

const PAGE = 100;

interface State {
  readonly entries: readonly TimelineEntryFragment[];
  readonly endCursor: string | null;
  readonly more: boolean;
  readonly loading: boolean;
  readonly error: unknown;
}

const start: State = { entries: [], endCursor: null, more: false, loading: true, error: null };

/** Newest first, a hundred at a time. After a change everything shown is fetched again, so that no page is older than another. */
export function useTimeline(participantId: string, asOf: AsOfInput | null) {
  const client = useClient();
  const [state, setState] = useState<State>(start);
  const shown = useRef(PAGE);
  const generation = useRef(0);

  const load = useCallback(
    async (after: string | null, upTo: number, kept: readonly TimelineEntryFragment[]) => {
      const mine = (generation.current += 1);
      setState((was) => ({ ...was, loading: true, error: null }));
      let entries = [...kept];
      let cursor = after;
      let more = true;
      while (more && entries.length < upTo) {
        const { data, error } = await client
          .query(timelineQuery, { participantId, asOf, first: PAGE, after: cursor }, { requestPolicy: 'network-only' })
          .toPromise();
        if (mine !== generation.current) return;
        const page = data?.timeline;
        if (!page) {
          setState((was) => ({ ...was, loading: false, more: false, error: error ?? null }));
          return;
        }
        entries = [...entries, ...page.nodes.map((node) => unmask(timelineEntryFragment, node))];
        cursor = page.pageInfo.endCursor ?? null;
        more = page.pageInfo.hasNextPage && page.nodes.length > 0;
      }
      setState({ entries, endCursor: cursor, more, loading: false, error: null });
    },
    [client, participantId, asOf],
  );

  useEffect(() => {
    shown.current = PAGE;
    setState(start);
    void load(null, PAGE, []);
    return () => {
      generation.current += 1;
    };
  }, [load]);

  const older = useCallback(() => {
    shown.current = state.entries.length + PAGE;
    return load(state.endCursor, shown.current, state.entries);
  }, [load, state]);

  const reload = useCallback(() => load(null, shown.current, []), [load]);
  return { ...state, older, reload };
}

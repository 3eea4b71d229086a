import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Filter } from './filter';

const route = getRouteApi('/shell/tavle/$teamId');

/** The filter lives in the address: it can be sent, and nobody else's view changes. */
export function useFilter(): readonly [Filter, (change: Filter) => void] {
  const { status, risk, who, only, all, q } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => ({ status, risk, who, only, all, q }), [status, risk, who, only, all, q]);
  const set = useCallback(
    (next: Filter) => {
      void navigate({
        search: ({ knownAt, happenedAt }) => ({ knownAt, happenedAt, ...next }),
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [filter, set];
}

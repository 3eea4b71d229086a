import { useEffect } from 'react';
import { reloadIfNewer } from '../../../app';
import { TURN_MS } from '../model/paging';

/** Where no pages turn: a newer build is turned to within twenty seconds. */
export function useNewerBuild(): void {
  useEffect(() => {
    const timer = setInterval(() => void reloadIfNewer(), TURN_MS);
    return () => clearInterval(timer);
  }, []);
}

import { useEffect, useRef } from 'react';
import { serviceError } from '../graphql';

const AGAIN_MS = 10_000;

/** What `ErrorState` says of itself when the service is not reached: the page tries again without being asked. */
export function useRetry(error: unknown, retry: () => void): void {
  const latest = useRef(retry);
  useEffect(() => {
    latest.current = retry;
  });
  const isUnreachable = error !== null && error !== undefined && serviceError(error).kind === 'unreachable';
  useEffect(() => {
    if (!isUnreachable) return undefined;
    const timer = setInterval(() => latest.current(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isUnreachable]);
}

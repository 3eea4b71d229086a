import { useEffect, useState } from 'react';

/** The minute that it is on the service's clock, drawn anew when it changes. */
export function useMinute(now: () => number): number {
  const [minute, setMinute] = useState(() => floor(now()));
  useEffect(() => {
    const timer = setInterval(() => setMinute(floor(now())), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return minute;
}

const floor = (instant: number) => Math.floor(instant / 60_000) * 60_000;

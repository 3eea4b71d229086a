import { useEffect, useState } from 'react';
import { useText, useTime } from '../../../i18n';
import { useNewerBuild } from './useNewerBuild';
import { useShift } from './useShift';

/** Out of hours: black, a clock and how to wake it. Nothing of the board is on the page, and nothing is fetched. */
export function Blank() {
  const text = useText();
  const time = useTime();
  const shift = useShift();
  useNewerBuild();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <main id="main" className="wall-blank">
      <h1 className="sr">{text('wall.blank_title')}</h1>
      {/* Ten times as far as the board moves: there is room. */}
      <p style={{ translate: `${shift.x * 10}px ${shift.y * 10}px` }}>{text('wall.blank', { clock: time.clock(now) })}</p>
    </main>
  );
}

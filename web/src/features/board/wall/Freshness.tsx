import { useEffect, useState } from 'react';
import { dateOf, useText, useTime } from '../../../i18n';
import { Icon, Rich } from '../../../ui';
import { isStale, type Level } from '../model/freshness';

interface Props {
  readonly level: Level;
  readonly silentSeconds: number;
  readonly currentAt: number | null;
  readonly now: () => number;
}

/** The reserved zone of the head: date, clock and whether the board is current; or that it is not. */
export function Freshness({ level, silentSeconds, currentAt, now }: Props) {
  const text = useText();
  const time = useTime();
  const instant = useMinute(now);
  if (isStale(level) && currentAt !== null) {
    const day = dateOf(currentAt);
    return (
      <>
        <strong>{text('fresh.stale').toUpperCase()}</strong>
        <span>
          <Rich
            id="fresh.shows"
            values={{ day: `${time.dayName(day)} ${time.dayMonth(day)}`, clock: time.clockSeconds(currentAt) }}
          />
        </span>
        <span>
          <Silent seconds={silentSeconds} />
        </span>
      </>
    );
  }
  const today = dateOf(instant);
  return (
    <>
      <span>
        {text('wall.date', { date: time.weekdayDate(today), week: text('time.week', { week: time.week(today) }) })}
      </span>
      <span className="clock">{time.clock(instant)}</span>
      <Mark level={level} seconds={silentSeconds} />
    </>
  );
}

function Mark({ level, seconds }: { readonly level: Level; readonly seconds: number }) {
  const text = useText();
  if (level === 'fresh') {
    return (
      <span className="w-fresh">
        <Icon name="u-fresh" />
        {text('fresh.now')}
      </span>
    );
  }
  if (level === 'late') {
    return (
      <span className="w-fresh late">
        <Silent seconds={seconds} />
      </span>
    );
  }
  return <span className="w-fresh">{text(level === 'updating' ? 'fresh.updating' : 'freshness.reconnecting')}</span>;
}

function Silent({ seconds }: { readonly seconds: number }) {
  const text = useText();
  const age =
    seconds < 120
      ? text('fresh.seconds', { count: seconds })
      : text('fresh.minutes', { count: Math.floor(seconds / 60) });
  return <Rich id="fresh.silent" values={{ age }} />;
}

/** The clock, drawn anew when the minute changes. */
function useMinute(now: () => number): number {
  const floor = () => Math.floor(now() / 60_000) * 60_000;
  const [minute, setMinute] = useState(floor);
  useEffect(() => {
    const timer = setInterval(() => setMinute(Math.floor(now() / 60_000) * 60_000), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return minute;
}

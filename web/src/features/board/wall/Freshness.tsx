import type { ReactNode } from 'react';
import { dateOf, useText, useTime } from '../../../i18n';
import { Icon, Rich } from '../../../ui';
import { isStale, type Level } from '../model/freshness';
import { useAge } from '../useAge';
import { useFit } from './useFit';

interface Props {
  readonly level: Level;
  readonly silentSeconds: number;
  readonly currentAt: number | null;
  readonly minute: number;
}

/** The reserved zone of the head: date, clock and whether the board is current; or that it is not. */
export function Freshness({ level, silentSeconds, currentAt, minute }: Props) {
  const text = useText();
  const time = useTime();
  const age = useAge();
  if (isStale(level) && currentAt !== null) {
    const day = dateOf(currentAt);
    const clock = time.clockSeconds(currentAt);
    const word = <strong>{text('fresh.stale').toUpperCase()}</strong>;
    const silent = (
      <span>
        <Silent seconds={silentSeconds} />
      </span>
    );
    return (
      <FittedZone
        content={`${clock}${silentSeconds}`}
        long={
          <>
            {word}
            <span>
              <Rich id="fresh.shows" values={{ day: `${time.dayName(day)} ${time.dayMonth(day)}`, clock }} />
            </span>
            {silent}
          </>
        }
        short={
          <>
            {word}
            <span>
              <Rich id="fresh.shows_short" values={{ day: time.dayMonth(day), clock }} />
            </span>
            {silent}
          </>
        }
        shortest={
          <>
            {word}
            <span>
              <Rich id="fresh.silent_short" values={{ age: age(silentSeconds) }} />
            </span>
            <span>
              <Rich id="fresh.shows_short" values={{ day: time.dayMonth(day), clock }} />
            </span>
          </>
        }
      />
    );
  }
  const today = dateOf(minute);
  const week = text('time.week', { week: time.week(today) });
  const rest = (
    <>
      <span className="clock">{time.clock(minute)}</span>
      <Mark level={level} seconds={silentSeconds} />
    </>
  );
  return (
    <FittedZone
      content={`${minute}`}
      long={
        <>
          <span>{text('wall.date', { date: time.weekdayDate(today), week })}</span>
          {rest}
        </>
      }
      short={
        <>
          <span>{text('wall.date', { date: `${time.dayName(today)} ${time.dayMonth(today)}`, week })}</span>
          {rest}
        </>
      }
    />
  );
}

interface ZoneProps {
  readonly content: string;
  readonly long: ReactNode;
  readonly short: ReactNode;
  /** Where even that is too long. */
  readonly shortest?: ReactNode;
}

/** Words are never cut: what is too long for the zone is said shorter. */
export function FittedZone({ content, long, short, shortest = short }: ZoneProps) {
  const text = useText();
  // The words of the language are part of what has to fit.
  const [zone, room] = useFit<HTMLDivElement>(2, content + text('fresh.stale'));
  return (
    <div ref={zone} className="w-zone">
      {room === 2 ? long : room === 1 ? short : shortest}
    </div>
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
  return <Rich id="fresh.silent" values={{ age: useAge()(seconds) }} />;
}

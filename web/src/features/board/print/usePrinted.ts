import { useText, useTime } from '../../../i18n';
import type { LiveState } from '../live/LiveBoard';
import { isStale } from '../model/freshness';
import { useAge } from '../useAge';

/** What is said of the board that is put on paper. */
export interface Printed {
  /** When the rows were so. Read when it is printed: a board that is fresh is of that very second. */
  readonly instant: () => number;
  /** Added to the time: as we knew it then. */
  readonly note?: string;
  /** In a heavy box: out of date, the past. */
  readonly warning?: string;
}

/** The board of now: its time is when it was last known to be current, and its age is said in words when it is not. */
export function usePrinted(state: LiveState<unknown>, now: () => number): Printed {
  const text = useText();
  const age = useAge();
  const { level, silentSeconds, currentAt } = state;
  const instant = () => (level === 'fresh' ? now() : (currentAt ?? now()));
  if (!isStale(level)) return { instant };
  return { instant, warning: text('print.stale', { age: age(silentSeconds) }) };
}

/** The board of an earlier instant. */
export function usePrintedPast(instant: string, knownAt: string | undefined): Printed {
  const text = useText();
  const time = useTime();
  const note = text(knownAt === undefined ? 'wall.was_then' : 'wall.known_then', { instant: time.longDateTime(instant) });
  return { instant: () => Date.parse(instant), note, warning: text('history.title').toUpperCase() };
}

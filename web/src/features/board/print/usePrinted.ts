import { useText } from '../../../i18n';
import type { LiveState } from '../live/LiveBoard';
import { isStale } from '../model/freshness';
import type { PastMoment } from '../past/usePastMoment';
import { useAge } from '../useAge';

/** What is said of the board that is put on paper. */
export interface Printed {
  /** When the rows were last known to be so. Read when it is printed: until then the service may have confirmed them anew. */
  readonly instant: () => number;
  /** Added to the time: as we knew it then. */
  readonly note?: string;
  /** In a heavy box: out of date, the past. */
  readonly warning?: string;
}

/** The board of now: its time is when it was last known to be current, and its age is said in words when it is not. */
export function usePrinted({ level, silentSeconds }: LiveState<unknown>, instant: () => number): Printed {
  const text = useText();
  const age = useAge();
  if (!isStale(level)) return { instant };
  return { instant, warning: text('print.stale', { age: age(silentSeconds) }) };
}

/** The board of an earlier instant. */
export function usePrintedPast({ instant, when }: PastMoment): Printed {
  const text = useText();
  return { instant: () => Date.parse(instant), note: when, warning: text('history.title').toUpperCase() };
}

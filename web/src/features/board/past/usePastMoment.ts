import { dateOf, useText, useTime } from '../../../i18n';

export interface PastMoment {
  /** What is now on such a board: when it was so. */
  readonly instant: string;
  readonly when: string;
  /** The same where there is less room. */
  readonly short: string;
}

/** An earlier instant in words: as it was then, as we knew it then, or both when a link gives both. */
export function usePastMoment(knownAt: string | undefined, happenedAt: string | undefined): PastMoment {
  const text = useText();
  const time = useTime();
  const instant = happenedAt ?? knownAt ?? '';
  const brief = (moment: string) => `${time.date(dateOf(moment))} ${time.clock(moment)}`;
  if (knownAt !== undefined && happenedAt !== undefined) {
    return {
      instant,
      when: text('wall.both_then', { happened: time.longDateTime(happenedAt), known: time.longDateTime(knownAt) }),
      short: text('wall.both_short', { happened: brief(happenedAt), known: brief(knownAt) }),
    };
  }
  const key = knownAt === undefined ? 'wall.was_then' : 'wall.known_then';
  return { instant, when: text(key, { instant: time.longDateTime(instant) }), short: brief(instant) };
}

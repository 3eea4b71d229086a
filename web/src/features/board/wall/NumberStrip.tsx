import { memo, useMemo } from 'react';
import { useText } from '../../../i18n';
import { GlyphWord, statusGlyph } from '../../../ui';
import type { BoardRowData, BoardStatus } from '../model/row';
import { numbers } from '../model/summary';
import { useFit } from './useFit';

interface Props {
  readonly rows: readonly BoardRowData[];
  readonly emptied: boolean;
  readonly past: boolean;
}

const counted = [
  ['CRISIS', 'wall.count.crisis'],
  ['ADMITTED', 'wall.count.admitted'],
  ['TENANCY_AT_RISK', 'wall.count.tenancy_at_risk'],
] as const satisfies readonly (readonly [BoardStatus, string])[];

/** What may go when the line is too long, least needed last: the word for today, those to decide, those not seen. */
const OPTIONAL = 3;

/** The numbers of the day. What is none is left out. */
export const NumberStrip = memo(function NumberStrip({ rows, emptied, past }: Props) {
  const text = useText();
  const n = useMemo(() => numbers(rows), [rows]);
  const [line, room] = useFit(OPTIONAL, text('wall.numbers') + [...n.statuses, n.overdue, n.decide, n.visits, n.unassigned, n.incomplete].join());
  return (
    <section ref={line} className="w-line" aria-label={text('wall.numbers')}>
      {emptied ? (
        <span>{text('fresh.emptied')}</span>
      ) : (
        <>
          {counted.map(([status, key]) => {
            const count = n.statuses.get(status) ?? 0;
            if (count === 0) return null;
            return (
              <span key={status} className="num">
                <GlyphWord {...statusGlyph[status]}>
                  <span>
                    <b>{count}</b> {text(key)}
                  </span>
                </GlyphWord>
              </span>
            );
          })}
          {n.incomplete > 0 ? (
            <span className="num">
              <i className="w-hatch" aria-hidden="true" />
              <span>
                <b>{n.incomplete}</b> {text('wall.count.incomplete')}
              </span>
            </span>
          ) : null}
          {n.overdue > 0 && room > 0 ? (
            <span className="num">
              <i className="box">{n.overdue}</i> {text('wall.count.overdue')}
            </span>
          ) : null}
          {n.decide > 0 && room > 1 ? (
            <span className="num">
              <i className="box">{n.decide}</i> {text('wall.count.decide')}
            </span>
          ) : null}
          <span className="sp" />
          <span className="num">
            {room > 2 ? <span className="cap">{text(past ? 'wall.that_day' : 'wall.count.today')}</span> : null}
            <span>
              <b>{n.visits}</b> {text('wall.count.visits', { count: n.visits })}
              {n.unassigned > 0 ? (
                <>
                  , <i className="box">{n.unassigned}</i> {text('wall.count.unassigned')}
                </>
              ) : null}
            </span>
          </span>
        </>
      )}
    </section>
  );
});

import { Fragment, memo, useMemo } from 'react';
import { useText, useTime, type DateText } from '../../../i18n';
import { Box } from '../../../ui';
import type { BoardRowData } from '../model/row';
import { dueSoon } from '../model/summary';
import { dueKey } from '../words';
import { useFit } from './useFit';

interface Props {
  readonly rows: readonly BoardRowData[];
  readonly today: DateText;
  readonly emptied: boolean;
  readonly past: boolean;
  readonly note?: string | undefined;
}

/** Legal and other deadlines, today's in a box. Those that do not fit are counted. */
export const DueStrip = memo(function DueStrip({ rows, today, emptied, past, note }: Props) {
  const text = useText();
  const time = useTime();
  const items = useMemo(
    () =>
      dueSoon(rows, today).map((item) => ({
        ...item,
        day: item.today ? text('time.today') : time.shortDay(item.on),
        word: text(dueKey(item.kind)),
      })),
    [rows, today, text, time],
  );
  const [line, fit] = useFit(items.length, items.map((item) => `${item.day}${item.alias}${item.word}`).join() + (note ?? ''));
  return (
    <section ref={line} className="w-line" aria-label={text(past ? 'wall.due_then' : 'wall.due')}>
      <span className="cap">{text(past ? 'wall.due_then' : 'wall.due')}</span>
      {emptied ? null : (
        <>
          {items.length === 0 ? <span className="lbl">{text('wall.due_none')}</span> : null}
          {items.slice(0, fit).map((item) => (
            <Fragment key={`${item.participantId} ${item.kind}`}>
              <span className="sp" />
              <span>
                {item.today || item.passed ? (
                  <Box spoken={item.passed ? text('wall.due_passed') : undefined}>{item.day}</Box>
                ) : (
                  <span className="lbl">{item.day}</span>
                )}{' '}
                <b>{item.alias}</b> {item.word}
              </span>
            </Fragment>
          ))}
          {fit < items.length ? (
            <>
              <span className="sp" />
              <span className="lbl">{text('wall.due_more', { count: items.length - fit })}</span>
            </>
          ) : null}
        </>
      )}
      {note ? (
        <>
          <span className="sp" />
          <span className="lbl">{note}</span>
        </>
      ) : null}
    </section>
  );
});

import { createPortal } from 'react-dom';
import { dateOf, useText, useTime } from '../../../i18n';
import { groupOf } from '../model/order';
import type { BoardRowData } from '../model/row';
import { PrintedRow } from './PrintedRow';
import type { Printed } from './usePrinted';
import { usePrinting } from './usePrinting';
import './print.css';

interface Props {
  readonly teamName: string;
  readonly rows: readonly BoardRowData[];
  readonly printed: Printed;
  readonly demo: boolean;
}

/** The board on paper, for the day when power or network fails: every row, aliases only, room to write. */
export function PrintedBoard(props: Props) {
  return usePrinting() ? createPortal(<Paper {...props} />, document.body) : null;
}

function Paper({ teamName, rows, printed, demo }: Props) {
  const text = useText();
  const time = useTime();
  const at = printed.instant();
  const day = dateOf(at);
  const columns = [
    ['alias', text('wall.participant')],
    ['status', text('board.column.status')],
    ['risk', text('wall.risk')],
    ['met', text('wall.met')],
    ['who', text('desk.who')],
    ['today', text(printed.note ? 'wall.that_day' : 'board.column.today')],
    ['due', text('print.due')],
    ['notes', text('print.notes')],
  ] as const;
  const quoted = (words: string) => JSON.stringify(words);
  // The browser numbers the pages; only a style sheet can say it, and only here in the reader's language.
  const numbers = `@page{@bottom-left{content:${quoted(`${text('app.name')} · ${text('print.foot')}`)}}@bottom-right{content:${quoted(`${text('print.page')} `)} counter(page) ${quoted(` ${text('print.of')} `)} counter(pages)}}`;
  return (
    <div className="paper" lang={document.documentElement.lang}>
      <style>{numbers}</style>
      <table>
        <thead>
          <tr className="paper-title">
            <th colSpan={columns.length} scope="colgroup">
              <span className="paper-team">{teamName}</span>
              <span className="paper-when">
                {text('print.as_of', { date: time.weekdayDate(day), clock: time.clockSeconds(at) })}
              </span>
              {printed.warning ? <strong className="paper-warning">{printed.warning}</strong> : null}
              {printed.note ? <span>{printed.note}</span> : null}
              {demo ? <span>{text('demo.banner')}</span> : null}
            </th>
          </tr>
          <tr className="paper-heads">
            {columns.map(([key, label]) => (
              <th key={key} scope="col" className={`p-${key}`}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => {
            const next = rows[i + 1];
            const ends = next !== undefined && groupOf(next) !== groupOf(row);
            return <PrintedRow key={row.participantId} row={row} at={at} ends={ends} />;
          })}
        </tbody>
      </table>
    </div>
  );
}

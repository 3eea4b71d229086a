import { useMemo, type ReactNode } from 'react';
import { useSession } from '../../../app';
import { dateOf, useText } from '../../../i18n';
import { Rich } from '../../../ui';
import { ordered } from '../model/order';
import { paged } from '../model/paging';
import type { BoardRowData } from '../model/row';
import { DueStrip } from './DueStrip';
import { NumberStrip } from './NumberStrip';
import { usePages } from './usePages';
import { useShift } from './useShift';
import { WallColumn } from './WallColumn';

interface Props {
  readonly teamName: string;
  readonly rows: readonly BoardRowData[];
  /** The instant that the board shows, on the service's clock. */
  readonly now: number;
  readonly mode: 'live' | 'stale' | 'past';
  /** Nothing but the aliases is left. */
  readonly emptied: boolean;
  readonly zone: ReactNode;
  /** Shown at the end of the deadlines' line. */
  readonly note?: string;
}

/** A longer name takes two lines of label size. */
const LONG_NAME = 19;

const modes = { live: 'wall', stale: 'wall is-stale', past: 'wall is-hist' } as const;

export function Wall({ teamName, rows, now, mode, emptied, zone, note }: Props) {
  const text = useText();
  const { demo } = useSession();
  const shown = useMemo(() => ordered(rows.filter((row) => row.shown)), [rows]);
  const pages = useMemo(() => paged(shown), [shown]);
  const { page, paused, toggle } = usePages(pages.length);
  const shift = useShift();
  const minute = Math.floor(now / 60_000) * 60_000;
  const past = mode === 'past';
  return (
    <main id="main" className={modes[mode]}>
      <div className="frame" />
      <div className="in" style={{ translate: `${shift.x}px ${shift.y}px` }}>
        <header className="w-head">
          <h1 className={teamName.length > LONG_NAME ? 'w-team long' : 'w-team'}>{teamName}</h1>
          <div className="w-zone">{zone}</div>
          <div className="w-page">
            <button type="button" className="w-turn" onClick={toggle} disabled={pages.length < 2}>
              <span className="sr">
                {text('wall.page_spoken', { page: page + 1, pages: pages.length })}{' '}
                {pages.length > 1 ? text(paused ? 'wall.resume' : 'wall.pause') : null}
              </span>
              <span aria-hidden="true">
                {paused ? <span className="w-paused" /> : null}
                <Rich id="wall.page" values={{ page: page + 1, pages: pages.length }} />
              </span>
            </button>
          </div>
        </header>
        <div className="w-body">
          <NumberStrip rows={shown} emptied={emptied} past={past} />
          <DueStrip rows={shown} today={dateOf(minute)} emptied={emptied} past={past} note={note} />
          <div className="w-cols">
            {(pages[page] ?? []).map((column, index) => (
              <WallColumn
                // The column's place is its identity: rows come and go, the two columns stay.
                // oxlint-disable-next-line react/no-array-index-key
                key={index}
                label={text('wall.column', { page: page + 1, column: index + 1 })}
                rows={column}
                now={minute}
                emptied={emptied}
                past={past}
              />
            ))}
          </div>
          {shown.length === 0 ? <p className="w-none">{text('empty.board')}</p> : null}
        </div>
      </div>
      {demo ? (
        <aside className="w-demo" aria-label={text('demo.label')}>
          {text('demo.banner')}
        </aside>
      ) : null}
    </main>
  );
}

import { useCallback, useMemo, type ReactNode } from 'react';
import { reloadIfNewer, useSession } from '../../../app';
import { dateOf, useText } from '../../../i18n';
import { Rich } from '../../../ui';
import { layouts } from '../model/legibility';
import { ordered } from '../model/order';
import { paged } from '../model/paging';
import type { BoardRowData } from '../model/row';
import { PrintedBoard } from '../print/PrintedBoard';
import type { Printed } from '../print/usePrinted';
import { useDevice } from './device';
import { DueStrip } from './DueStrip';
import { NumberStrip } from './NumberStrip';
import { useMenu } from './useMenu';
import { usePages } from './usePages';
import { useShift } from './useShift';
import { WallColumn } from './WallColumn';
import { WallMenu } from './WallMenu';
import { WallTools } from './WallTools';

interface Props {
  readonly teamId: string;
  readonly teamName: string;
  readonly rows: readonly BoardRowData[];
  /** The instant that the board shows, on the service's clock. */
  readonly now: number;
  readonly mode: 'live' | 'stale' | 'past';
  /** Nothing but the aliases is left. */
  readonly emptied: boolean;
  readonly zone: ReactNode;
  readonly printed: Printed;
  /** Shown at the end of the deadlines' line. */
  readonly note?: string;
}

/** A longer name takes two lines of label size. */
const LONG_NAME = 19;

const modes = { live: 'wall', stale: 'wall is-stale', past: 'wall is-hist' } as const;

export function Wall({ teamId, teamName, rows, now, mode, emptied, zone, printed, note }: Props) {
  const text = useText();
  const { demo } = useSession();
  const device = useDevice();
  const layout = layouts[device?.columns ?? 2];
  const shown = useMemo(() => ordered(rows.filter((row) => row.shown)), [rows]);
  const pages = useMemo(() => paged(shown, layout.rows, layout.columns), [shown, layout]);
  const past = mode === 'past';
  const onTurned = useCallback(() => {
    if (!past) void reloadIfNewer();
  }, [past]);
  const turning = usePages(pages.length, onTurned);
  const { page, paused, toggle } = turning;
  const menu = useMenu();
  const shift = useShift();
  const shifted = { translate: `${shift.x}px ${shift.y}px` };
  const minute = Math.floor(now / 60_000) * 60_000;
  return (
    <main id="main" className={layout.columns === 1 ? `${modes[mode]} one` : modes[mode]}>
      <div className="frame" />
      <div className="in" style={shifted}>
        <header className="w-head">
          <h1 className={teamName.length > LONG_NAME ? 'w-team long' : 'w-team'}>{teamName}</h1>
          {zone}
          <div className="w-page">
            <button type="button" className="w-turn" onClick={toggle} disabled={pages.length < 2}>
              <span className="sr">
                {text('wall.page_spoken', { page: page + 1, pages: pages.length })}{' '}
                {pages.length > 1 ? text(paused ? 'wall.resume' : 'wall.pause') : null}
              </span>
              <span aria-hidden="true">
                {paused && pages.length > 1 ? <span className="w-paused" /> : null}
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
                // The column's place is its identity: rows come and go, the columns stay.
                // oxlint-disable-next-line react/no-array-index-key
                key={index}
                label={text('wall.column', { page: page + 1, column: index + 1 })}
                rows={column}
                now={minute}
                emptied={emptied}
                past={past}
                roomy={layout.columns === 1}
              />
            ))}
          </div>
          {shown.length === 0 ? <p className="w-none">{text('empty.board')}</p> : null}
        </div>
      </div>
      <footer className="w-foot" style={shifted}>
        {demo ? <aside aria-label={text('demo.label')}>{text('demo.banner')}</aside> : null}
        {device ? null : <p>{text('wall.not_set_up')}</p>}
      </footer>
      <WallTools pages={turning} several={pages.length > 1} onMenu={menu.open} />
      {menu.isOpen ? <WallMenu teamId={teamId} onClose={menu.close} /> : null}
      <PrintedBoard teamName={teamName} rows={shown} printed={printed} demo={demo} />
    </main>
  );
}

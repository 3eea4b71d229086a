import { Button } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useText, useTime, type DateText } from '../../i18n';
import { Icon } from '../icons/Icon';
import { addMonths, dayAfterKey, today, weeksOf } from './month';

interface Props {
  readonly chosen: DateText | null;
  readonly onChoose: (date: DateText) => void;
  readonly onClose: () => void;
}

/** A month: weekdays and months in our own words, Monday first, week numbers; arrows, Home, End, Page Up and Down. */
export function Calendar({ chosen, onChoose, onClose }: Props) {
  const text = useText();
  const time = useTime();
  const now = today();
  const [at, setAt] = useState(chosen ?? now);
  const heading = useId();
  const dialog = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const byKey = useRef(true);

  useEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLButtonElement>('button[tabindex="0"]')?.focus();
    byKey.current = false;
  }, [at]);

  useEffect(() => {
    const element = dialog.current;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // Not for a dialog that the field may stand in.
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [onClose]);

  const onGridKey = (event: KeyboardEvent) => {
    const next = dayAfterKey(event.key, event.shiftKey, at);
    if (next === null) return;
    event.preventDefault();
    byKey.current = true;
    setAt(next);
  };

  return (
    <div ref={dialog} className="calendar" role="dialog" aria-label={text('date.calendar')}>
      <div className="calendar-head">
        <button type="button" aria-label={text('date.previous_month')} onClick={() => setAt(addMonths(at, -1))}>
          <Icon name="u-left" />
        </button>
        <p id={heading} aria-live="polite">
          {time.monthYear(at)}
        </p>
        <button type="button" aria-label={text('date.next_month')} onClick={() => setAt(addMonths(at, 1))}>
          <Icon name="u-right" />
        </button>
      </div>
      <table ref={grid} role="grid" aria-labelledby={heading} onKeyDown={onGridKey}>
        <thead>
          <tr>
            <th scope="col">
              <abbr title={text('date.week')}>{text('date.week_short')}</abbr>
            </th>
            {(weeksOf(at)[0]?.days ?? []).map((day) => (
              <th key={day} scope="col">
                <abbr title={time.dayName(day)}>{time.dayShort(day)}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(at).map((week) => (
            <tr key={week.number}>
              <th scope="row">{week.number}</th>
              {week.days.map((day) => (
                <td key={day} role="gridcell" aria-selected={day === chosen}>
                  <button
                    type="button"
                    tabIndex={day === at ? 0 : -1}
                    aria-label={time.weekdayDate(day)}
                    aria-current={day === now ? 'date' : undefined}
                    className={day.slice(0, 7) === at.slice(0, 7) ? undefined : 'other-month'}
                    onClick={() => onChoose(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="calendar-foot">
        <Button variant="tertiary" type="button" onClick={() => onChoose(now)}>
          {text('date.today')}
        </Button>
        <Button variant="tertiary" type="button" onClick={onClose}>
          {text('date.close')}
        </Button>
      </div>
    </div>
  );
}

import { useId } from 'react';
import { useText, useTime } from '../../../i18n';
import { workingHours, type Hours } from '../model/hours';

interface Props {
  readonly hours: Hours | null;
  readonly onChange: (hours: Hours | null) => void;
}

/** A Monday; the names of the days come from its week. */
const MONDAY = 23;

/** When the wall is on. Outside these hours the screen is black until somebody touches it. */
export function HoursFields({ hours, onChange }: Props) {
  const text = useText();
  const time = useTime();
  const id = useId();
  const toggled = (days: readonly number[], day: number) => (days.includes(day) ? days.filter((each) => each !== day) : [...days, day].toSorted());
  return (
    <fieldset>
      <legend>{text('screen.hours')}</legend>
      <label className="setup-choice">
        <input type="radio" name="hours" checked={hours === null} onChange={() => onChange(null)} />
        <span>{text('screen.hours_always')}</span>
      </label>
      <label className="setup-choice">
        <input type="radio" name="hours" checked={hours !== null} onChange={() => onChange(hours ?? workingHours)} />
        <span>
          {text('screen.hours_some')}
          <span className="mut">{text('screen.hours_help')}</span>
        </span>
      </label>
      {hours ? (
        <div className="setup-hours">
          <div className="setup-days" role="group" aria-label={text('screen.days')}>
            {Array.from({ length: 7 }, (_, day) => (
              <label key={day}>
                <input type="checkbox" checked={hours.days.includes(day)} onChange={() => onChange({ ...hours, days: toggled(hours.days, day) })} />
                {time.dayName(`2026-11-${MONDAY + day}`)}
              </label>
            ))}
          </div>
          <div className="setup-fields">
            <div className="setup-field">
              <label htmlFor={`${id}-from`}>{text('screen.from')}</label>
              <input id={`${id}-from`} type="time" value={hours.from} onChange={(event) => onChange({ ...hours, from: event.target.value })} />
            </div>
            <div className="setup-field">
              <label htmlFor={`${id}-until`}>{text('screen.until')}</label>
              <input id={`${id}-until`} type="time" value={hours.until} onChange={(event) => onChange({ ...hours, until: event.target.value })} />
            </div>
          </div>
        </div>
      ) : null}
    </fieldset>
  );
}

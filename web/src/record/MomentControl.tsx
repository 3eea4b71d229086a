import { Button } from '@digdir/designsystemet-react';
import { useText } from '../i18n';
import { DateField } from '../ui';
import { Group, Segmented } from './Segmented';
import { type Moment, readMoment } from './moment';
import { useLocalClock } from './useLocalClock';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly value: Moment;
  /** Where only a clock is typed, it is on this day. */
  readonly sameDay?: string;
  readonly onChange: (value: Moment) => void;
}

/** Date and clock in Oslo. A clock that does not exist is answered with one that does; one that comes twice is asked about. */
export function MomentControl({ id, label, required = false, error, value, sameDay = '', onChange }: Props) {
  const text = useText();
  const shown = useLocalClock();
  const reading = readMoment(value);
  const change = (part: Partial<Moment>) => onChange({ ...value, which: '', ...part });
  const described = error ? `${id}-error` : undefined;
  return (
    <Group id={id} legend={label} required={required} error={error}>
      <div className="moment">
        <div className="moment-date">
          <label className="sr" htmlFor={id}>
            {text('entry.date')}
          </label>
          <DateField id={id} value={value.date} aria-describedby={described} aria-invalid={error !== undefined} onChange={(date) => change({ date })} />
        </div>
        <label className="moment-time">
          <span className="sr">{text('entry.time')}</span>
          <input
            className="ds-input"
            type="text"
            inputMode="numeric"
            autoComplete="off"
            size={6}
            placeholder="00.00"
            value={value.time}
            title={text('entry.time_format')}
            aria-describedby={described}
            aria-invalid={error !== undefined}
            onChange={(event) => change({ time: event.target.value, date: value.date === '' ? sameDay : value.date })}
          />
        </label>
      </div>
      {reading.is === 'gap' ? (
        <div className="moment-ask" role="status">
          <p>{text('entry.no_such_time', { time: shown(value.time), suggestion: shown(reading.suggestion) })}</p>
          <Button variant="secondary" onClick={() => change({ time: reading.suggestion })}>
            {text('entry.use_suggestion', { suggestion: shown(reading.suggestion) })}
          </Button>
        </div>
      ) : null}
      {reading.is === 'fold' || value.which !== '' ? (
        <div className="moment-ask">
          <Segmented
            id={`${id}-which`}
            legend={text('entry.which_of_two', { time: shown(value.time) })}
            required
            value={value.which}
            options={[
              { value: 'earlier', label: text('entry.first_of_two') },
              { value: 'later', label: text('entry.second_of_two') },
            ]}
            onChange={(which) => onChange({ ...value, which: which === 'later' ? 'later' : 'earlier' })}
          />
        </div>
      ) : null}
    </Group>
  );
}

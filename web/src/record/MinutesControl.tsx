import { useState } from 'react';
import { useText } from '../i18n';
import { Group } from './Segmented';

const quick = ['15', '30', '45', '60'];

interface Props {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The four usual lengths under the thumb, and a box for any other. */
export function MinutesControl({ id, label, required, error, value, onChange }: Props) {
  const text = useText();
  const [typed, setTyped] = useState(value !== '' && !quick.includes(value));
  return (
    <Group id={id} legend={label} required={required} error={error}>
      <div className="minutes">
        <div className="seg-row seg-figures">
          {quick.map((minutes, index) => (
            <label key={minutes} className="seg-option">
              <input
                type="radio"
                id={index === 0 ? id : undefined}
                name={id}
                value={minutes}
                checked={!typed && value === minutes}
                aria-describedby={error ? `${id}-error` : undefined}
                onChange={() => {
                  setTyped(false);
                  onChange(minutes);
                }}
              />
              <span className="tn">{minutes}</span>
            </label>
          ))}
        </div>
        <label className="minutes-other">
          <span className="sr">{text('entry.other_minutes')}</span>
          <input
            className="ds-input tn"
            type="text"
            inputMode="numeric"
            autoComplete="off"
            placeholder="…"
            title={text('entry.other_minutes')}
            value={typed ? value : ''}
            aria-invalid={error !== undefined}
            onChange={(event) => {
              setTyped(true);
              onChange(event.target.value);
            }}
          />
        </label>
      </div>
    </Group>
  );
}

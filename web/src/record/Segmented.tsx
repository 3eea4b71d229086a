import type { ReactNode } from 'react';
import { useText } from '../i18n';
import './record.css';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly icon?: ReactNode;
}

interface CommonProps {
  readonly id: string;
  readonly legend: string;
  readonly options: readonly Option[];
  readonly hint?: string | undefined;
  readonly required?: boolean;
  readonly error?: string | undefined;
}

interface OneProps extends CommonProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of a few, all of them seen: radio buttons drawn as a row that wraps. */
export function Segmented({ id, legend, options, hint, required = false, error, value, onChange }: OneProps) {
  const text = useText();
  return (
    <Group id={id} legend={legend} hint={hint} required={required} error={error}>
      <div className="seg-row">
        {options.map((option, index) => (
          <label key={option.value} className="seg-option">
            <input
              type="radio"
              id={index === 0 ? id : undefined}
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              aria-describedby={error ? `${id}-error` : undefined}
            />
            <span>
              {option.icon}
              {option.label}
            </span>
          </label>
        ))}
      </div>
      {!required && value !== '' ? (
        <button type="button" className="seg-clear" onClick={() => onChange('')}>
          {text('entry.clear_choice')}
          <span className="sr">: {legend}</span>
        </button>
      ) : null}
    </Group>
  );
}

interface ManyProps extends CommonProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** Any of a few: tick boxes drawn the same way. */
export function SegmentedMany({ id, legend, options, hint, required = false, error, value, onChange }: ManyProps) {
  return (
    <Group id={id} legend={legend} hint={hint} required={required} error={error}>
      <div className="seg-row">
        {options.map((option, index) => (
          <label key={option.value} className="seg-option">
            <input
              type="checkbox"
              id={index === 0 ? id : undefined}
              checked={value.includes(option.value)}
              onChange={(event) =>
                onChange(event.target.checked ? [...value, option.value] : value.filter((each) => each !== option.value))
              }
              aria-describedby={error ? `${id}-error` : undefined}
            />
            <span>
              {option.icon}
              {option.label}
            </span>
          </label>
        ))}
      </div>
    </Group>
  );
}

interface GroupProps {
  readonly id: string;
  readonly legend: string;
  readonly hint?: string | undefined;
  readonly required: boolean;
  readonly error?: string | undefined;
  readonly children: ReactNode;
}

export function Group({ id, legend, hint, required, error, children }: GroupProps) {
  const text = useText();
  return (
    <fieldset className={error ? 'field field-wrong' : 'field'} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>
        {legend}
        {required ? null : <span className="field-optional"> {text('entry.optional')}</span>}
      </legend>
      {hint ? <p className="field-hint">{hint}</p> : null}
      {children}
      {error ? (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

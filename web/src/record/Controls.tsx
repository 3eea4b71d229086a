import { useText } from '../i18n';
import { DateField } from '../ui';
import { Labelled } from './Labelled';
import type { Choice } from './options';

interface ControlProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required: boolean;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

interface BoxProps extends ControlProps {
  readonly mode?: 'text' | 'decimal' | 'numeric';
  readonly short?: boolean;
}

export function Box({ mode = 'text', short = false, value, onChange, ...rest }: BoxProps) {
  return (
    <Labelled {...rest}>
      {(control) => (
        <input
          {...control}
          className={short ? 'ds-input field-short tn' : 'ds-input'}
          type="text"
          inputMode={mode}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Labelled>
  );
}

export function DateBox({ value, onChange, ...rest }: ControlProps) {
  return (
    <div className="field-date">
      <Labelled {...rest}>{(control) => <DateField {...control} value={value} onChange={onChange} />}</Labelled>
    </div>
  );
}

export function Prose({ max, value, onChange, ...rest }: ControlProps & { readonly max?: number | undefined }) {
  const text = useText();
  const used = [...value].length;
  return (
    <div>
      <Labelled {...rest}>
        {(control) => (
          <textarea {...control} className="ds-input field-prose" rows={4} value={value} onChange={(event) => onChange(event.target.value)} />
        )}
      </Labelled>
      {max !== undefined && used > max * 0.8 ? (
        <p className={used > max ? 'field-count field-error' : 'field-count'}>{text('entry.characters', { used, max })}</p>
      ) : null}
    </div>
  );
}

interface SelectProps extends ControlProps {
  readonly choices: readonly Choice[];
  /** What leaving it out means. */
  readonly blank?: string | undefined;
}

export function Select({ choices, blank, value, onChange, ...rest }: SelectProps) {
  const text = useText();
  const unknown = value !== '' && !choices.some((choice) => choice.id === value);
  return (
    <Labelled {...rest}>
      {(control) => (
        <select {...control} className="ds-input" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{blank ?? text(rest.required ? 'entry.choose' : 'entry.none')}</option>
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.label}
            </option>
          ))}
          {unknown ? <option value={value}>{text('kinds.entry')}</option> : null}
        </select>
      )}
    </Labelled>
  );
}

import { useId, useState } from 'react';
import { useText } from '../../../i18n';
import { aspects, type Aspect, type Screen } from '../model/legibility';

interface Props {
  readonly screen: Screen;
  readonly onChange: (screen: Screen) => void;
}

/** How large the screen is and how far away people sit. A number that cannot be is said, and not used. */
export function ScreenFields({ screen, onChange }: Props) {
  const text = useText();
  const id = useId();
  return (
    <fieldset>
      <legend>{text('screen.screen')}</legend>
      <div className="setup-fields">
        <Measure label={text('screen.inches')} least={10} most={300} step={1} value={screen.inches} onChange={(inches) => onChange({ ...screen, inches })} />
        <Measure label={text('screen.metres')} least={0.5} most={30} step={0.1} value={screen.metres} onChange={(metres) => onChange({ ...screen, metres })} />
        <div className="setup-field">
          <label htmlFor={id}>{text('screen.aspect')}</label>
          <select id={id} value={screen.aspect} onChange={(event) => onChange({ ...screen, aspect: aspects.find((one: Aspect) => one === event.target.value) ?? screen.aspect })}>
            {aspects.map((aspect) => (
              <option key={aspect}>{aspect}</option>
            ))}
          </select>
        </div>
      </div>
    </fieldset>
  );
}

interface MeasureProps {
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Measure({ label, least, most, step, value, onChange }: MeasureProps) {
  const text = useText();
  const id = useId();
  const [written, setWritten] = useState(String(value));
  const number = Number(written.replace(',', '.'));
  const fits = written.trim() !== '' && number >= least && number <= most;
  return (
    <div className="setup-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        min={least}
        max={most}
        step={step}
        value={written}
        aria-invalid={!fits}
        aria-describedby={fits ? undefined : `${id}-wrong`}
        onChange={(event) => {
          setWritten(event.target.value);
          const next = Number(event.target.value.replace(',', '.'));
          if (event.target.value.trim() !== '' && next >= least && next <= most) onChange(next);
        }}
      />
      {fits ? null : (
        <p id={`${id}-wrong`} className="setup-error">
          {text('screen.between', { least, most })}
        </p>
      )}
    </div>
  );
}

import { fieldSpec, choiceKey, fieldLabelKey } from '../kinds';
import { useText, useTextOr } from '../i18n';
import { Box, DateBox, Prose, Select } from './Controls';
import { choicesFor, type FormOptions } from './options';
import { MinutesControl } from './MinutesControl';
import { MomentControl } from './MomentControl';
import { type Moment, noMoment } from './moment';
import { MonthSelect } from './MonthSelect';
import { Segmented, SegmentedMany } from './Segmented';
import type { FormValue } from './values';

interface Props {
  readonly name: string;
  readonly required: boolean;
  readonly value: FormValue;
  readonly error?: string | undefined;
  readonly options: FormOptions;
  /** For a clock typed without a date. */
  readonly sameDay?: string;
  readonly onChange: (value: FormValue) => void;
}

const hints = {
  alias: 'entry.alias_hint',
  name: 'entry.name_hint',
  incomeOre: 'entry.income_hint',
} as const;

const nothingToChoose = {
  OFFER: 'entry.no_open_offers',
  PLANNED_CONTACT: 'entry.no_planned',
  DWELLING: 'entry.no_dwellings',
  CRISIS: 'entry.no_open_crisis',
} as const;

export const controlId = (name: string) => `f-${name}`;
const asText = (value: FormValue) => (typeof value === 'string' ? value : '');
const asList = (value: FormValue): readonly string[] => (Array.isArray(value) ? value : []);
const asMoment = (value: FormValue): Moment => (typeof value === 'object' && 'date' in value ? value : noMoment);

/** One field, drawn from its type in the table. */
export function FieldControl({ name, required, value, error, options, sameDay = '', onChange }: Props) {
  const text = useText();
  const textOr = useTextOr();
  const spec = fieldSpec(name);
  const label = textOr(fieldLabelKey(name), name);
  const id = controlId(name);
  const common = { id, label, required, error };
  const hint = Object.hasOwn(hints, name) ? text(hints[name as keyof typeof hints]) : undefined;
  const choices = (spec?.choices ?? []).map((choice) => ({ value: choice, label: textOr(choiceKey(name, choice), choice) }));

  switch (spec?.type) {
    case 'PROSE':
      return <Prose {...common} hint={hint} value={asText(value)} max={spec.max} onChange={onChange} />;
    case 'ORE':
      return <Box {...common} hint={hint ?? text('entry.kroner_hint')} value={asText(value)} mode="decimal" short onChange={onChange} />;
    case 'COUNT':
      return <Box {...common} value={asText(value)} mode="numeric" short onChange={onChange} />;
    case 'MINUTES':
      return <MinutesControl {...common} value={asText(value)} onChange={onChange} />;
    case 'DATE':
    case 'PAST_DATE':
      return <DateBox {...common} value={asText(value)} onChange={onChange} />;
    case 'MONTH':
      return <MonthSelect {...common} value={asText(value)} onChange={onChange} />;
    case 'INSTANT':
      return <MomentControl {...common} value={asMoment(value)} sameDay={sameDay} onChange={onChange} />;
    case 'FLAG':
      return (
        <Segmented
          id={id}
          legend={label}
          required={required}
          error={error}
          value={asText(value)}
          options={[
            { value: 'true', label: text('choice.yes') },
            { value: 'false', label: text('choice.no') },
          ]}
          onChange={onChange}
        />
      );
    case 'CHOICE':
      return choices.length <= 5 ? (
        <Segmented id={id} legend={label} required={required} error={error} value={asText(value)} options={choices} onChange={onChange} />
      ) : (
        <Select {...common} value={asText(value)} choices={choices.map((c) => ({ id: c.value, label: c.label }))} onChange={onChange} />
      );
    case 'CHOICES':
      return <SegmentedMany id={id} legend={label} required={required} error={error} value={asList(value)} options={choices} onChange={onChange} />;
    case 'IDS': {
      const from = choicesFor(spec.ref, options).map((c) => ({ value: c.id, label: c.label }));
      return <SegmentedMany id={id} legend={label} required={required} error={error} value={asList(value)} options={from} onChange={onChange} />;
    }
    case 'ID': {
      const from = choicesFor(spec.ref, options);
      const ref = spec.ref ?? '';
      const missing = from.length === 0 && Object.hasOwn(nothingToChoose, ref) ? text(nothingToChoose[ref as keyof typeof nothingToChoose]) : undefined;
      const blank = ref === 'TENANCY' ? text('entry.tenancy_default') : undefined;
      return <Select {...common} hint={missing} blank={blank} value={asText(value)} choices={from} onChange={onChange} />;
    }
    default:
      return <Box {...common} hint={hint} value={asText(value)} onChange={onChange} />;
  }
}

import { Button } from '@digdir/designsystemet-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useKindText, useText, useTextOr } from '../../i18n';
import { families, familyKey } from '../../kinds';
import { DateField } from '../../ui';

interface Choice {
  readonly id: string;
  readonly label: string;
}

interface Props {
  readonly staff: readonly Choice[];
  readonly participants: readonly Choice[];
}

const amendments = ['ENTRY_CORRECTED', 'ENTRY_ENTERED_IN_ERROR'];

/** Filters live in the address, so that what somebody found can be sent as a link. */
export function AuditFilters({ staff, participants }: Props) {
  const search = useSearch({ from: '/shell/innsyn/$teamId' });
  const navigate = useNavigate();
  const text = useText();
  const textOr = useTextOr();
  const kindText = useKindText();
  const set = (name: 'participantId' | 'staffId' | 'kind' | 'from' | 'until', value: string) =>
    void navigate({ to: '.', search: { ...search, after: undefined, [name]: value === '' ? undefined : value }, replace: true });
  const any = [search.participantId, search.staffId, search.kind, search.from, search.until].some((value) => value !== undefined);

  return (
    <form className="audit-filters" aria-label={text('audit.filters')} onSubmit={(event) => event.preventDefault()}>
      <DayFilter label={text('audit.from')} value={search.from ?? ''} onChange={(day) => set('from', day)} />
      <DayFilter label={text('audit.until')} value={search.until ?? ''} onChange={(day) => set('until', day)} />
      {participants.length > 0 || search.participantId !== undefined ? (
        <label>
          {text('audit.participant')}
          <Options name="participantId" value={search.participantId} all={text('audit.all')} choices={participants} onChange={(value) => set('participantId', value)} />
        </label>
      ) : null}
      <label>
        {text('audit.who')}
        <Options name="staffId" value={search.staffId} all={text('audit.everyone')} choices={staff} onChange={(value) => set('staffId', value)} />
      </label>
      <label>
        {text('audit.what')}
        <select className="ds-input" value={search.kind ?? ''} onChange={(event) => set('kind', event.target.value)}>
          <option value="">{text('audit.everything')}</option>
          <optgroup label={text('audit.correction')}>
            {amendments.map((kind) => (
              <option key={kind} value={kind}>
                {kindText(kind)}
              </option>
            ))}
          </optgroup>
          {families.map((family) => (
            <optgroup key={family.noun} label={textOr(familyKey(family.noun), family.noun)}>
              {family.kinds.map(({ kind }) => (
                <option key={kind} value={kind}>
                  {kindText(kind)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {any ? (
        <Button type="button" variant="tertiary" onClick={() => void navigate({ to: '.', search: {}, replace: true })}>
          {text('audit.clear')}
        </Button>
      ) : null}
    </form>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

/** Filters once what is typed is a date, or nothing. */
function DayFilter({ label, value, onChange }: DayProps) {
  const text = useText();
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  const wrong = typed !== '' && !isDay(typed);
  return (
    <div className="audit-day">
      <label htmlFor={id}>{label}</label>
      <DateField
        id={id}
        value={typed}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-error` : undefined}
        onChange={(day) => {
          setTyped(day);
          if (day === '' || isDay(day)) onChange(day);
        }}
      />
      {wrong ? (
        <p className="field-error" id={`${id}-error`}>
          {text('problem.not_a_date')}
        </p>
      ) : null}
    </div>
  );
}

const isDay = (typed: string) => /^\d{4}-\d{2}-\d{2}$/.test(typed);

interface OptionsProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly all: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

function Options({ name, value = '', all, choices, onChange }: OptionsProps) {
  const unknown = value !== '' && !choices.some((choice) => choice.id === value);
  return (
    <select className="ds-input" name={name} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{all}</option>
      {choices.map((choice) => (
        <option key={choice.id} value={choice.id}>
          {choice.label}
        </option>
      ))}
      {unknown ? <option value={value}>?</option> : null}
    </select>
  );
}

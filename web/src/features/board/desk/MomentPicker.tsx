import { Button } from '@digdir/designsystemet-react';
import { getRouteApi } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { fromOslo, toOsloLocal, useText } from '../../../i18n';
import { announce, DateField } from '../../../ui';

const route = getRouteApi('/shell/tavle/$teamId');

/** Opens the board as it was known at an earlier instant; the instant is in the address. */
export function MomentPicker({ now }: { readonly now: number }) {
  const text = useText();
  const id = useId();
  const { knownAt } = route.useSearch();
  const navigate = route.useNavigate();
  const [day = '', clock = ''] = toOsloLocal(knownAt ?? now).split('T');
  const [date, setDate] = useState(knownAt === undefined ? '' : day);
  const [time, setTime] = useState(clock.replace(':', '.'));

  const show = (event: FormEvent) => {
    event.preventDefault();
    const [hours = '', minutes = '00'] = time.trim().split(/[.:]/);
    const instant = fromOslo(`${date}T${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`);
    if (instant === null) announce(text('desk.moment_invalid'), 'assertive');
    else void navigate({ search: (was) => ({ ...was, knownAt: instant, happenedAt: undefined }) });
  };

  return (
    <form className="moment" onSubmit={show}>
      <label htmlFor={id}>{text('desk.moment')}</label>
      <DateField id={id} value={date} onChange={setDate} />
      <input
        className="ds-input tn moment-clock"
        type="text"
        inputMode="decimal"
        size={5}
        aria-label={text('desk.moment_clock')}
        value={time}
        onChange={(event) => setTime(event.target.value)}
      />
      <Button type="submit" variant="secondary">
        {text('desk.moment_show')}
      </Button>
    </form>
  );
}

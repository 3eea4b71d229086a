import { Button } from '@digdir/designsystemet-react';
import { getRouteApi } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { fromOslo, toOsloLocal, useText } from '../../../i18n';
import { DateField } from '../../../ui';

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

  const [problem, setProblem] = useState<string | null>(null);

  const show = (event: FormEvent) => {
    event.preventDefault();
    const [hours = '', minutes = '00'] = time.trim().split(/[.:]/);
    const instant = fromOslo(`${date}T${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`);
    const wrong =
      !/^\d{4}-\d{2}-\d{2}$/.test(date) || fromOslo(`${date}T12:00`) === null
        ? text('problem.not_a_date')
        : Number(hours) > 23 || !/^\s*\d{1,2}([.:]\d{2})?\s*$/.test(time) || Number(minutes) > 59
          ? text('problem.not_a_time')
          : instant === null
            ? text('desk.moment_invalid')
            : Date.parse(instant) > Math.max(now, Date.now())
              ? text('problem.in_future')
              : null;
    setProblem(wrong);
    if (wrong === null && instant !== null) void navigate({ search: (was) => ({ ...was, knownAt: instant, happenedAt: undefined }) });
  };

  return (
    <form className="moment" onSubmit={show}>
      <label htmlFor={id}>{text('desk.moment')}</label>
      <DateField id={id} value={date} onChange={setDate} aria-invalid={problem !== null} aria-describedby={`${id}-wrong`} />
      <input
        className="ds-input tn moment-clock"
        type="text"
        inputMode="decimal"
        size={5}
        aria-label={text('desk.moment_clock')}
        aria-describedby={`${id}-wrong`}
        value={time}
        onChange={(event) => setTime(event.target.value)}
      />
      <Button type="submit" variant="secondary">
        {text('desk.moment_show')}
      </Button>
      <span id={`${id}-wrong`} role="alert">
        {problem}
      </span>
    </form>
  );
}

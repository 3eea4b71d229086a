import { Button } from '@digdir/designsystemet-react';
import { getRouteApi } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { fromOslo, toOsloLocal, useText } from '../../../i18n';
import { announce } from '../../../ui';

const route = getRouteApi('/shell/tavle/$teamId');

/** Opens the board as it was known at an earlier instant; the instant is in the address. */
export function MomentPicker({ now }: { readonly now: number }) {
  const text = useText();
  const id = useId();
  const { knownAt } = route.useSearch();
  const navigate = route.useNavigate();
  const [local, setLocal] = useState(knownAt === undefined ? '' : toOsloLocal(knownAt));
  const latest = toOsloLocal(now);

  const show = (event: FormEvent) => {
    event.preventDefault();
    const instant = fromOslo(local);
    if (instant === null) announce(text('desk.moment_invalid'), 'assertive');
    else void navigate({ search: (was) => ({ ...was, knownAt: instant, happenedAt: undefined }) });
  };

  return (
    <form className="moment" onSubmit={show}>
      <label htmlFor={id}>{text('desk.moment')}</label>
      <input
        id={id}
        type="datetime-local"
        required
        max={knownAt === undefined ? latest : undefined}
        value={local}
        onChange={(event) => setLocal(event.target.value)}
      />
      <Button type="submit" variant="secondary">
        {text('desk.moment_show')}
      </Button>
    </form>
  );
}

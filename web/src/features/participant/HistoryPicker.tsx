import { Button } from '@digdir/designsystemet-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../../i18n';
import { Icon } from '../../ui';
import { type Moment, MomentControl, momentOf, readMoment, Segmented } from '../../record';

interface Props {
  readonly now: string;
}

/** Chooses an instant and on which axis: what was known then, or what was so then. */
export function HistoryPicker({ now }: Props) {
  const { knownAt, happenedAt } = useSearch({ from: '/shell/deltaker/$participantId' });
  const navigate = useNavigate();
  const text = useText();
  const [moment, setMoment] = useState<Moment>(() => momentOf(knownAt ?? happenedAt ?? now));
  const [axis, setAxis] = useState(happenedAt !== undefined && knownAt === undefined ? 'happenedAt' : 'knownAt');
  const reading = readMoment(moment);
  const [tried, setTried] = useState(false);
  // While one types, what is half written is no fault; when asked for, everything is said.
  const wrong = {
    empty: text('problem.required'),
    not_a_date: text('problem.not_a_date'),
    not_a_time: text('problem.not_a_time'),
    gap: text('problem.no_such_time'),
    fold: text('problem.which_of_two'),
    instant: reading.is === 'instant' && Date.parse(reading.at) > Math.max(Date.parse(now), Date.now()) ? text('problem.in_future') : undefined,
  }[reading.is];
  const problem = tried ? wrong : undefined;
  return (
    <details className="menu history-picker">
      <summary>
        <Icon name="u-clock" />
        {text('history.title')}
      </summary>
      <form
        className="menu-body"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (reading.is !== 'instant' || wrong !== undefined) return;
          const at = new Date(reading.at).toISOString();
          event.currentTarget.closest('details')?.removeAttribute('open');
          void navigate({ to: '.', search: axis === 'knownAt' ? { knownAt: at } : { happenedAt: at } });
        }}
      >
        <Segmented
          id="axis"
          legend={text('participant.axis')}
          required
          value={axis}
          options={[
            { value: 'knownAt', label: text('participant.axis_known') },
            { value: 'happenedAt', label: text('participant.axis_was') },
          ]}
          onChange={setAxis}
        />
        <p className="mut">{text(axis === 'knownAt' ? 'history.as_known_help' : 'history.as_was_help')}</p>
        <MomentControl id="history-at" label={text('participant.instant')} required value={moment} error={problem} onChange={(next) => {
            setTried(false);
            setMoment(next);
          }}
        />
        <Button type="submit" variant="secondary">
          {text('participant.show_history')}
        </Button>
      </form>
    </details>
  );
}

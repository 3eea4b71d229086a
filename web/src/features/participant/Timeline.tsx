import { useEffect, useState } from 'react';
import { dateOf, useText, useTime } from '../../i18n';
import type { Words } from '../../kinds';
import { EmptyState, ErrorState, Loading } from '../../ui';
import { Segmented, useRetry } from '../../record';
import { EntryList } from './EntryList';
import type { Amend } from './EntryRow';
import { LaneChart } from './LaneChart';
import type { useTimeline } from './useTimeline';

interface Props {
  readonly timeline: ReturnType<typeof useTimeline>;
  readonly words: Words;
  readonly chosen: string | undefined;
  readonly now: number;
  readonly seenFrom: number | null;
  readonly heading: string;
  readonly onAmend?: ((amend: Amend) => void) | undefined;
}

const MONTH = 30.44 * 86_400_000;
const periods = ['3', '6', '12', 'all'] as const;
const MAX_LOOKED_THROUGH = 1_000;
const STEP = 50;

export function Timeline({ timeline, words, chosen, now, seenFrom, heading, onAmend }: Props) {
  const text = useText();
  const [period, setPeriod] = useState<string>('6');
  const [asked, setAsked] = useState(STEP);
  const [limit, setLimit] = useState(MAX_LOOKED_THROUGH);
  const time = useTime();
  const { entries, loading, error, more, older, reload } = timeline;
  const first = entries.reduce((least, entry) => Math.min(least, Date.parse(entry.occurredAt)), now - MONTH);
  const from = period === 'all' ? first : now - Number(period) * MONTH;
  const chosenAt = entries.findIndex((entry) => entry.entryId === chosen);
  const shown = Math.max(asked, chosenAt + 1);

  // The chart's period, a link to an entry further back, and the list each fetch what they need.
  const needed = (chosen !== undefined && chosenAt < 0) || entries.length < shown || period === 'all' || first > from;
  useRetry(error, () => void reload());
  const fetchMore = needed && more && !loading && !error && entries.length < limit;
  // What is not fetched is not known to be empty.
  const loadedFrom = (more || loading || error) && (entries.length === 0 || first > from || period === 'all') ? (entries.length === 0 ? now : first) : null;
  useEffect(() => {
    if (fetchMore) void older();
  }, [fetchMore, older]);

  return (
    <section className="timeline" aria-labelledby="timeline">
      <div className="timeline-head">
        <h2 id="timeline">{text('participant.timeline')}</h2>
        <div className="timeline-period">
          <Segmented
            id="period"
            legend={text('participant.period')}
            required
            value={period}
            options={periods.map((value) => ({
              value,
              label: value === 'all' ? text('participant.all_time') : text('participant.months', { count: Number(value) }),
            }))}
            onChange={setPeriod}
          />
        </div>
      </div>
      <LaneChart entries={entries} from={from} until={now} seenFrom={seenFrom} loadedFrom={loadedFrom} />
      {loadedFrom === null || entries.length === 0 ? null : (
        <p className="lanes-unloaded">
          {text('participant.not_loaded', { date: time.date(dateOf(loadedFrom)) })}{' '}
          <button
            type="button"
            className="as-link"
            aria-disabled={loading}
            onClick={() => {
              if (loading) return;
              setLimit(entries.length + MAX_LOOKED_THROUGH);
              if (error) void reload();
              else void older();
            }}
          >
            {text(loading ? 'a11y.loading' : 'participant.load_further')}
          </button>
        </p>
      )}
      <h2 className="entries-heading">{heading}</h2>
      {error ? <ErrorState error={error} onRetry={() => void reload()} /> : null}
      {loading && entries.length === 0 ? <Loading /> : null}
      {!loading && !error && entries.length === 0 ? <EmptyState title={text('empty.timeline')} /> : null}
      {entries.length > 0 ? (
        <EntryList
          entries={entries.slice(0, shown)}
          words={words}
          chosen={chosen}
          more={more || entries.length > shown}
          loading={loading}
          onOlder={() => {
            setAsked(shown + STEP);
            if (more && entries.length >= limit) void older();
          }}
          onAmend={onAmend}
        />
      ) : null}
    </section>
  );
}

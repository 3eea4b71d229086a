import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useMay, useSession } from '../../app';
import { dateOf, useText, useTime } from '../../i18n';
import { useWords } from '../../kinds';
import { EmptyState, ErrorState, HistoryBanner, Loading, Page, PageHeader, RiskBadge, StatusBadge } from '../../ui';
import { useRetry } from '../../record';
import { Amending } from './Amending';
import type { Amend } from './EntryRow';
import { HistoryPicker } from './HistoryPicker';
import { NextSteps } from './NextSteps';
import { participantQuery, teamStaffQuery } from './participantQuery';
import { RecordActions } from './RecordActions';
import { StateColumn } from './StateColumn';
import { Timeline } from './Timeline';
import { useTimeline } from './useTimeline';
import './participant.css';

const nobody: never[] = [];

/** One participant: what stands now, what has happened, and what can be done. With `knownAt` or `happenedAt`, the past. */
export function ParticipantPage() {
  const { participantId } = useParams({ from: '/shell/deltaker/$participantId' });
  const { knownAt, happenedAt, entry: chosen } = useSearch({ from: '/shell/deltaker/$participantId' });
  const text = useText();
  const time = useTime();
  const navigate = useNavigate();
  const { me } = useSession();
  const may = useMay();
  const asOf = useMemo(() => (knownAt === undefined && happenedAt === undefined ? null : { knownAt, happenedAt }), [knownAt, happenedAt]);
  const [{ data, fetching, error }, again] = useQuery({ query: participantQuery, variables: { participantId, asOf }, requestPolicy: 'cache-and-network' });
  const participant = data?.participant ?? null;
  const retry = () => again({ requestPolicy: 'network-only' });
  useRetry(participant ? undefined : error, retry);
  const teamId = participant?.teamId;
  const [team] = useQuery({ query: teamStaffQuery, variables: { teamId: teamId ?? '' }, pause: teamId === undefined });
  const staff = team.data?.team?.staff ?? nobody;
  const words = useWords(staff);
  const timeline = useTimeline(participantId, asOf);
  const [amend, setAmend] = useState<Amend | null>(null);
  const past = asOf !== null;
  const title = participant?.alias ?? text('noun.record');
  const mayRecord = !past && teamId !== undefined && may('record', teamId);
  const responsible = participant?.primaryContactId ? words.staff(participant.primaryContactId) : undefined;
  const when = [knownAt ? text('history.as_known', { date: time.longDateTime(knownAt) }) : '', happenedAt ? text('history.as_was', { date: time.longDateTime(happenedAt) }) : '']
    .filter(Boolean)
    .join('. ');

  const amending =
    amend && me ? (
      <Amending
        amend={amend}
        userId={me.staffId}
        participantId={participantId}
        onClose={() => setAmend(null)}
        onDone={() => {
          setAmend(null);
          void timeline.reload();
          again({ requestPolicy: 'network-only' });
          if (amend.how === 'correct') void navigate({ to: '.', search: (was) => ({ ...was, entry: amend.entry.entryId }), replace: true });
        }}
      />
    ) : null;

  // Beside the page in both: a page that cannot be fetched again does not take away the form somebody is writing in.
  if (!participant) {
    return (
      <>
        <Page title={title} history={past}>
          <PageHeader title={title} />
          {error ? <ErrorState error={error} onRetry={retry} /> : null}
          {fetching && !error ? <Loading /> : null}
          {!fetching && !error ? <EmptyState title={text('entry.no_participant')} /> : null}
        </Page>
        {amending}
      </>
    );
  }

  const seenFrom = past ? Date.parse(happenedAt ?? knownAt ?? participant.serverTime) : null;
  return (
    <>
      <Page title={title} wide history={past}>
        {past ? <HistoryBanner when={when} /> : null}
        <PageHeader
          title={participant.alias}
          beside={
            <>
              {participant.row?.status ? <StatusBadge status={participant.row.status} /> : null}
              {participant.row?.riskLevel ? <RiskBadge level={participant.row.riskLevel} /> : null}
              {participant.enrolled ? null : <span className="mut">{text('participant.not_enrolled')}</span>}
              <span className="mut">{responsible ? text('participant.responsible', { who: responsible }) : text('participant.no_responsible')}</span>
            </>
          }
          actions={<HistoryPicker now={participant.serverTime} />}
          lead={participant.name ? `${text('participant.name')}: ${participant.name}` : undefined}
        />
        {mayRecord ? <RecordActions participantId={participantId} enrolled={participant.enrolled} /> : null}
        <div className="participant">
          <Timeline
            timeline={timeline}
            words={words}
            chosen={chosen}
            now={Date.parse(participant.serverTime)}
            seenFrom={seenFrom}
            heading={seenFrom === null ? text('participant.events') : text('participant.events_until', { when: time.longDateTime(seenFrom) })}
            onAmend={mayRecord ? setAmend : undefined}
          />
          <aside className="participant-side" aria-label={text('participant.state')}>
            <section>
              <h2>{seenFrom === null ? text('participant.state') : text('participant.state_then', { when: time.dayMonth(dateOf(seenFrom)) })}</h2>
              <StateColumn participant={participant} past={past} />
            </section>
            <NextSteps participant={participant} mayRecord={mayRecord} />
          </aside>
        </div>
      </Page>
      {amending}
    </>
  );
}

import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useMay, useSession } from '../../app';
import { unmask } from '../../graphql';
import { dateOf, useText, useTime } from '../../i18n';
import { QueueList, useKeepPocketList, usePocketList } from '../../record';
import { announce, EmptyState, ErrorState, Loading, NoAccess, Page, PageHeader } from '../../ui';
import { DueList } from './DueList';
import { HomeRow } from './row';
import { UnassignedList } from './UnassignedList';
import { MyPeople } from './MyPeople';
import { NewContact } from './NewContact';
import { useHomeBoard } from './useHomeBoard';
import { VisitList } from './VisitList';
import './home.css';

const route = getRouteApi('/shell/mine/$teamId');

/** The day of the one who is signed in: whom to meet, what nobody has taken, what falls due. */
export function HomePage() {
  const text = useText();
  const time = useTime();
  const { teamId } = route.useParams();
  const { me } = useSession();
  const may = useMay();
  const { board, stale, error, retry } = useHomeBoard(teamId);
  const rows = unmask(HomeRow, board?.rows);

  const visits = useMemo(
    () =>
      (rows ?? [])
        .flatMap((row) => row.today.map((visit) => ({ row, visit })))
        .toSorted((a, b) => Date.parse(a.visit.start) - Date.parse(b.visit.start)),
    [rows],
  );

  const pocket = useMemo(
    () => rows?.map(({ participantId, alias, today: planned }) => ({ participantId, teamId, alias, visits: planned })),
    [rows, teamId],
  );
  useKeepPocketList(teamId, pocket);
  const kept = usePocketList(!rows && error !== undefined)?.filter((each) => each.teamId === teamId);

  const serverTime = board?.serverTime;
  const staleSince = stale && serverTime ? time.clock(serverTime) : null;
  useEffect(() => {
    if (staleSince !== null) announce(text('home.as_of', { time: staleSince }));
  }, [staleSince, text]);
  const title = text('home.title');
  if (!may('record', teamId)) {
    return (
      <Page title={title}>
        <PageHeader title={title} />
        <NoAccess />
      </Page>
    );
  }
  if (!rows || !serverTime || !me) {
    return (
      <Page title={title}>
        <PageHeader title={title} actions={kept && kept.length > 0 ? <NewContact rows={kept} /> : null} />
        <QueueList heading />
        {error ? <ErrorState error={error} onRetry={retry} /> : <Loading />}
      </Page>
    );
  }
  const today = dateOf(serverTime);
  const myVisits = visits.filter(({ visit }) => visit.staffIds.includes(me.staffId));
  const mine = rows.filter((row) => row.responsible === me.initials);
  return (
    <Page title={title}>
      <PageHeader
        title={title}
        beside={
          <>
            <span className="mut">
              {time.weekdayDate(today)}, {text('time.week', { week: time.week(today) })}
            </span>
            <span className={stale ? 'home-as-of' : 'mut'}>
              {text(stale ? 'home.as_of' : 'freshness.fresh', { time: time.clock(serverTime) })}
            </span>
          </>
        }
        actions={<NewContact rows={rows} />}
      />
      <QueueList heading />
      <section className={stale ? 'home is-stale-list' : 'home'}>
        <h2 className="sr">{text('home.visits')}</h2>
        {myVisits.length === 0 ? (
          <EmptyState title={text('home.none')} />
        ) : (
          <VisitList visits={myVisits} now={Date.parse(serverTime)} />
        )}
        <UnassignedList visits={visits.filter(({ visit }) => visit.unassigned)} />
        <DueList rows={mine} />
        <MyPeople rows={mine} />
      </section>
    </Page>
  );
}

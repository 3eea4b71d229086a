import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { useMay, useSession } from '../../app';
import { graphql, unmask } from '../../graphql';
import { dateOf, useText, useTime } from '../../i18n';
import { QueueList, useKeepPocketList, usePocketList } from '../../record';
import { EmptyState, ErrorState, Loading, NoAccess, Page, PageHeader } from '../../ui';
import { DueList } from './DueList';
import { HomeRow } from './row';
import { UnassignedList } from './UnassignedList';
import { MyPeople } from './MyPeople';
import { NewContact } from './NewContact';
import { VisitList } from './VisitList';
import './home.css';

const HomeQuery = graphql(`
  query Home($teamId: ID!) {
    board(teamId: $teamId) {
      boardVersion
      serverTime
      rows {
        ...HomeRow
      }
    }
  }
`);

const route = getRouteApi('/shell/mine/$teamId');
const REFRESH_MS = 60_000;

/** The day of the one who is signed in: whom to meet, what nobody has taken, what falls due. */
export function HomePage() {
  const text = useText();
  const time = useTime();
  const { teamId } = route.useParams();
  const { me } = useSession();
  const may = useMay();
  const [{ data, error }, again] = useQuery({
    query: HomeQuery,
    variables: { teamId },
    requestPolicy: 'cache-and-network',
  });
  const rows = unmask(HomeRow, data?.board?.rows);

  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') again({ requestPolicy: 'network-only' });
    };
    const timer = setInterval(refresh, REFRESH_MS);
    document.addEventListener('visibilitychange', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
    };
  }, [again]);

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

  const serverTime = data?.board?.serverTime;
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
        {error ? <ErrorState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} /> : <Loading />}
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
            <span className="mut">{text(error ? 'home.as_of' : 'freshness.fresh', { time: time.clock(serverTime) })}</span>
          </>
        }
        actions={<NewContact rows={rows} />}
      />
      <QueueList heading />
      <section className="home">
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

import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useQuery } from 'urql';
import { useText } from '../../../i18n';
import { ErrorState, HistoryBanner, Loading, NoAccess, Page, PageHeader } from '../../../ui';
import { useBackToNow } from '../past/useBackToNow';
import { usePastMoment } from '../past/usePastMoment';
import { usePrintedPast } from '../print/usePrinted';
import { Desk } from './Desk';
import { DeskBoard } from './document';

interface Props {
  readonly teamId: string;
  readonly knownAt: string | undefined;
  readonly happenedAt: string | undefined;
}

/** The whole board of an earlier instant. Nothing can be recorded from here, and nobody is left in it. */
export function PastDesk({ teamId, knownAt, happenedAt }: Props) {
  const text = useText();
  const [{ data, error, fetching }, again] = useQuery({
    query: DeskBoard,
    variables: { teamId, asOf: { knownAt: knownAt ?? null, happenedAt: happenedAt ?? null } },
    requestPolicy: 'network-only',
  });
  const moment = usePastMoment(knownAt, happenedAt);
  const printed = usePrintedPast(moment);
  const navigate = useNavigate();
  const back = useCallback(() => void navigate({ to: '/tavle/$teamId', params: { teamId }, replace: true }), [navigate, teamId]);
  const countdown = useBackToNow(back);
  return (
    <>
      <HistoryBanner when={moment.when} countdown={countdown} />
      <Page title={`${text('history.title')}, ${text('nav.board')}`} wide history>
        {data?.board ? (
          <Desk data={data} teamId={teamId} now={Date.parse(moment.instant)} stale={false} emptied={false} past printed={printed} />
        ) : (
          <>
            <PageHeader title={text('nav.board')} />
            {fetching ? <Loading /> : null}
            {error ? <ErrorState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} /> : null}
            {!fetching && !error ? <NoAccess /> : null}
          </>
        )}
      </Page>
    </>
  );
}

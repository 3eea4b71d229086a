import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { useMay } from '../../app';
import { unmask } from '../../graphql';
import { useText } from '../../i18n';
import { EmptyState, ErrorState, Icon, Loading, NoAccess, Page, PageHeader } from '../../ui';
import { useRetry } from '../../record';
import { byUrgency } from './order';
import { RiskDetail } from './RiskDetail';
import { RiskList } from './RiskList';
import { riskQuery, riskRowFragment } from './riskQuery';
import './risk.css';

/** The team's tenancies by risk, and one of them explained. */
export function RiskPage() {
  const { teamId } = useParams({ from: '/shell/risiko/$teamId' });
  const { participantId } = useSearch({ from: '/shell/risiko/$teamId' });
  const text = useText();
  const may = useMay();
  const [{ data, fetching, error }, again] = useQuery({ query: riskQuery, variables: { teamId }, requestPolicy: 'cache-and-network', pause: !may('risk', teamId) });
  const retry = () => again({ requestPolicy: 'network-only' });
  useRetry(data ? undefined : error, retry);
  const risks = useMemo(() => data?.tenancyRisk ?? [], [data]);
  // With room for both, the most pressing one is explained until another is chosen.
  const first = useMemo(() => risks.map((risk) => unmask(riskRowFragment, risk)).toSorted(byUrgency)[0]?.participantId, [risks]);
  const chosen = participantId ?? first;
  const risk = risks.find((each) => each.participantId === chosen);

  if (!may('risk', teamId)) {
    return (
      <Page title={text('risk.page')}>
        <PageHeader title={text('risk.page')} />
        <NoAccess />
      </Page>
    );
  }
  return (
    <Page title={text('risk.page')} wide>
      <h1 className="sr">{text('risk.page')}</h1>
      <div className={participantId ? 'risk has-choice' : 'risk'}>
        <div className="risk-list">
          <header className="risk-list-head">
            <h2>{text('risk.page')}</h2>
            {data ? <p className="mut">{text('risk.count', { count: risks.length })}</p> : null}
          </header>
          {error && !data ? <ErrorState error={error} onRetry={retry} /> : null}
          {fetching && !data ? <Loading /> : null}
          {data && risks.length === 0 ? <EmptyState title={text('risk.empty')} /> : null}
          {risks.length > 0 ? <RiskList teamId={teamId} risks={risks} chosen={chosen} /> : null}
        </div>
        {risk || participantId ? (
          <div className="risk-side">
            <Link to="/risiko/$teamId" params={{ teamId }} className="risk-back">
              <Icon name="u-left" />
              {text('risk.back_to_list')}
            </Link>
            {risk ? <RiskDetail key={chosen} risk={risk} mayRecord={may('record', teamId)} /> : null}
            {risk || !data ? null : <EmptyState title={text('risk.no_tenancy')} />}
            {/* Where there is room for one of the two only, what the list says about itself is not seen. */}
            {data ? null : <div className="risk-instead">{error ? <ErrorState error={error} onRetry={retry} /> : <Loading />}</div>}
          </div>
        ) : null}
      </div>
    </Page>
  );
}

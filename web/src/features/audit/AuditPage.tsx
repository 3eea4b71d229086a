import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { useMay } from '../../app';
import { useText } from '../../i18n';
import { useWords } from '../../kinds';
import { DataTable, EmptyState, ErrorState, Icon, Loading, NoAccess, Page, PageHeader, TableHead } from '../../ui';
import { useRetry } from '../../record';
import { AuditFilters } from './AuditFilters';
import { auditParticipantsQuery, auditQuery } from './auditQuery';
import { AuditRow } from './AuditRow';
import './audit.css';

const PAGE = 50;
const nobody: never[] = [];

/** Who changed what, newest first. */
export function AuditPage() {
  const { teamId } = useParams({ from: '/shell/innsyn/$teamId' });
  const { after, ...filter } = useSearch({ from: '/shell/innsyn/$teamId' });
  const text = useText();
  const may = useMay();
  const allowed = may('audit', teamId);
  const [{ data, fetching, error, stale }, again] = useQuery({
    query: auditQuery,
    variables: { teamId, filter, first: PAGE, after: after ?? null },
    requestPolicy: 'cache-and-network',
    pause: !allowed,
  });
  const seesParticipants = may('participant', teamId);
  const [known] = useQuery({ query: auditParticipantsQuery, variables: { teamId }, pause: !seesParticipants });
  const staff = data?.team?.staff ?? nobody;
  const words = useWords(staff);
  const page = data?.auditTrail;
  const retry = () => again({ requestPolicy: 'network-only' });
  useRetry(data ? undefined : error, retry);

  if (!allowed) {
    return (
      <Page title={text('audit.page')}>
        <PageHeader title={text('audit.page')} />
        <NoAccess />
        <p className="mut">{text('audit.no_access_help')}</p>
      </Page>
    );
  }
  return (
    <Page title={text('audit.page')} wide>
      <PageHeader title={text('audit.page')} lead={text('audit.help')} />
      <AuditFilters
        staff={staff.map((member) => ({ id: member.staffId, label: [member.initials, member.name].filter(Boolean).join(' ') }))}
        participants={(known.data?.participants ?? nobody).map((each) => ({ id: each.participantId, label: each.alias }))}
      />
      <p className="audit-count" role="status">
        {page && page.nodes.length > 0 ? text('audit.shown', { count: page.nodes.length }) : null}
      </p>
      {error && !data ? <ErrorState error={error} onRetry={retry} /> : null}
      {fetching && !data ? <Loading /> : null}
      {page && page.nodes.length === 0 ? <EmptyState title={text('audit.none')} /> : null}
      {page && page.nodes.length > 0 ? (
        <div aria-busy={stale}>
          <DataTable caption={text('audit.page')} className="audit">
            <TableHead
              columns={[
                { key: 'time', label: text('audit.time') },
                { key: 'who', label: text('audit.who') },
                { key: 'what', label: text('audit.what') },
                { key: 'participant', label: text('audit.participant') },
                { key: 'content', label: text('audit.content') },
              ]}
            />
            <tbody role="rowgroup">
              {page.nodes.map((record) => (
                <AuditRow key={record.entryId} record={record} words={words} mayOpenParticipant={seesParticipants} />
              ))}
            </tbody>
          </DataTable>
        </div>
      ) : null}
      <nav className="audit-pages" aria-label={text('audit.page')}>
        {after === undefined ? null : (
          <Link to="/innsyn/$teamId" params={{ teamId }} search={filter}>
            <Icon name="u-left" />
            {text('audit.newest')}
          </Link>
        )}
        {page?.pageInfo.hasNextPage && page.pageInfo.endCursor ? (
          <Link to="/innsyn/$teamId" params={{ teamId }} search={{ ...filter, after: page.pageInfo.endCursor }} className="audit-older">
            {text('audit.older')}
            <Icon name="u-right" />
          </Link>
        ) : null}
      </nav>
    </Page>
  );
}

import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../../app';
import { useText } from '../../../i18n';
import { NoAccess, Page, PageHeader } from '../../../ui';
import { LiveDesk } from './LiveDesk';
import { PastDesk } from './PastDesk';
import './desk.css';

const route = getRouteApi('/shell/tavle/$teamId');

/** The same board at a desk: one line a person, every column, filters that are mine alone. */
export function DeskPage() {
  const text = useText();
  const { teamId } = route.useParams();
  const { knownAt, happenedAt } = route.useSearch();
  const may = useMay();
  if (!may('board', teamId)) {
    return (
      <Page title={text('nav.board')}>
        <PageHeader title={text('nav.board')} />
        <NoAccess />
      </Page>
    );
  }
  return knownAt !== undefined || happenedAt !== undefined ? (
    <PastDesk key={`${teamId} ${knownAt} ${happenedAt}`} teamId={teamId} knownAt={knownAt} happenedAt={happenedAt} />
  ) : (
    <LiveDesk key={teamId} teamId={teamId} />
  );
}

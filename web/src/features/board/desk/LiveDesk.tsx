import { useText } from '../../../i18n';
import { ErrorState, Loading, NoAccess, Page, PageHeader } from '../../../ui';
import { useLiveBoard } from '../live/useLiveBoard';
import { useMinute } from '../live/useMinute';
import { isStale } from '../model/freshness';
import { usePrinted } from '../print/usePrinted';
import { Desk } from './Desk';
import { DeskFreshness } from './DeskFreshness';
import { DeskBoard } from './document';

export function LiveDesk({ teamId }: { readonly teamId: string }) {
  const text = useText();
  const { state, now, lastCurrent, retry } = useLiveBoard(DeskBoard, teamId);
  const minute = useMinute(now);
  const printed = usePrinted(state, () => lastCurrent() ?? now());
  const { board: data, level, silentSeconds, currentAt, closed, failure } = state;
  if (!data?.board) {
    return (
      <Page title={text('nav.board')}>
        <PageHeader title={text('nav.board')} />
        {closed ? <NoAccess /> : failure === null ? <Loading /> : <ErrorState error={failure} onRetry={retry} />}
      </Page>
    );
  }
  return (
    <Page title={`${text('nav.board')}, ${data.board.teamName}`} wide>
      <Desk
        data={data}
        teamId={teamId}
        now={minute}
        printed={printed}
        stale={isStale(level)}
        emptied={level === 'empty'}
        past={false}
        freshness={<DeskFreshness level={level} silentSeconds={silentSeconds} currentAt={currentAt} />}
      />
    </Page>
  );
}

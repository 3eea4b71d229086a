import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMay, useSession } from '../../app';
import { useKindText, useText, useTextOr } from '../../i18n';
import { concernsDwellingAlone, familyKey, familyOf, recordableKinds } from '../../kinds';
import { EmptyState, ErrorState, Icon, Loading, NoAccess, Page, PageHeader, RiskBadge, StatusBadge, toast } from '../../ui';
import { draftKey, EntryForm, useDevice, useFormOptions, useReturned } from '../../record';
import { useStart } from './useStart';

/** A new entry about one participant. */
export function EntryPage() {
  const { participantId, family: noun } = useParams({ from: '/shell/deltaker/$participantId/ny/$family' });
  const search = useSearch({ from: '/shell/deltaker/$participantId/ny/$family' });
  const text = useText();
  const textOr = useTextOr();
  const kindText = useKindText();
  const navigate = useNavigate();
  const { me } = useSession();
  const may = useMay();
  const { participant, teamId, options, loading, ready, error, again } = useFormOptions(participantId, undefined);
  const family = familyOf(noun);
  const kinds = family && family.target !== 'TEAM' ? recordableKinds(family).filter(({ kind }) => !concernsDwellingAlone(kind)) : [];
  const shown = kinds.filter(({ kind }) => participant?.enrolled !== true || (kind !== 'PARTICIPANT_ENROLLED' && kind !== 'PARTICIPANT_REFERRED' && kind !== 'ENROLMENT_DECLINED'));
  const start = useStart({ family, kinds: shown, search, participant, options, ready });
  const back = () => navigate({ to: '/deltaker/$participantId', params: { participantId } });
  const device = useDevice();
  const returned = useReturned(search.queued);
  const title = start?.chosen ? kindText(start.chosen, 'action') : textOr(familyKey(noun), noun);

  if (teamId !== undefined && !may('record', teamId)) return <Page title={title}><PageHeader title={title} /><NoAccess /></Page>;
  return (
    <Page title={participant ? `${title}: ${participant.alias}` : title}>
      <div className="entry-head">
        <Link to="/deltaker/$participantId" params={{ participantId }} className="entry-back">
          <Icon name="u-left" />
          <span className="sr">{text('entry.back')}</span>
        </Link>
        <h1>{textOr(familyKey(noun), noun)}</h1>
      </div>
      {error ? <ErrorState error={error} onRetry={again} /> : null}
      {loading ? <Loading /> : null}
      {!loading && !error && ready && !participant ? <EmptyState title={text('entry.no_participant')} /> : null}
      {participant && family && start && me && returned !== 'opening' ? (
        <>
          <p className="entry-about">
            <strong>{participant.alias}</strong>
            {participant.row?.status ? <StatusBadge status={participant.row.status} /> : null}
            {participant.row?.riskLevel ? <RiskBadge level={participant.row.riskLevel} /> : null}
          </p>
          <EntryForm
            key={`${noun}.${search.kind ?? ''}.${search.queued ?? ''}`}
            family={family}
            kinds={shown}
            draftKey={draftKey(me.staffId, search.queued ?? participantId, noun)}
            resumed={returned?.draft}
            returned={returned?.failure}
            alias={participant.alias}
            about={start.about}
            options={options}
            initial={start.initial}
            prefill={start.prefill}
            onCancel={() => void back()}
            onRecorded={(outcome, kind) => {
              toast(text(outcome.readable ? 'entry.saved' : 'entry.saved_not_shown', { what: kindText(kind.kind) }));
              // To the entry itself: what was written wrong a moment ago is corrected there.
              void navigate({ to: '/deltaker/$participantId', params: { participantId }, search: outcome.entryId && outcome.readable ? { entry: outcome.entryId } : {} });
            }}
            onKept={(kind) => {
              toast(`${text(device('offline.on_phone', 'offline.on_computer'))} ${kindText(kind.kind)}`);
              void navigate({ to: '/mine/$teamId', params: { teamId: participant.teamId } });
            }}
          />
        </>
      ) : null}
    </Page>
  );
}

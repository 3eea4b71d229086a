import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { useMay, useSession } from '../../app';
import { useKindText, useText } from '../../i18n';
import { familyOf, recordableKinds } from '../../kinds';
import { ErrorState, Icon, Loading, NoAccess, Page, PageHeader, toast } from '../../ui';
import { draftKey, EntryForm, initialValues, useDevice, useFormOptions, useReturned } from '../../record';

const noPrefill = {};

/** A new participant: enrolled at once, or referred first. */
export function EnrolPage() {
  const { teamId } = useParams({ from: '/shell/deltakere/$teamId/ny' });
  const text = useText();
  const kindText = useKindText();
  const navigate = useNavigate();
  const { me } = useSession();
  const may = useMay();
  const { options, ready, error, again } = useFormOptions(undefined, teamId);
  const { queued } = useSearch({ from: '/shell/deltakere/$teamId/ny' });
  const returned = useReturned(queued);
  const device = useDevice();
  const openedAt = useRef(Date.now());
  const family = familyOf('participant');
  const kinds = useMemo(
    () => (family ? recordableKinds(family).filter(({ kind }) => kind === 'PARTICIPANT_ENROLLED' || kind === 'PARTICIPANT_REFERRED') : []),
    [family],
  );
  const about = useMemo(() => ({ teamId }), [teamId]);
  const initial = useMemo(() => {
    const [first] = kinds;
    if (!family || !first || !me) return null;
    const staffIds = options.staff.map((member) => member.id);
    return initialValues(family, first, { now: openedAt.current, me: me.staffId, staffIds });
  }, [family, kinds, me, options]);

  if (!may('record', teamId)) return <Page title={text('entry.enrol_title')}><PageHeader title={text('entry.enrol_title')} /><NoAccess /></Page>;
  return (
    <Page title={text('entry.enrol_title')}>
      <div className="entry-head">
        <Link to="/tavle/$teamId" params={{ teamId }} className="entry-back">
          <Icon name="u-left" />
          <span className="sr">{text('entry.back')}</span>
        </Link>
        <h1>{text('entry.enrol_title')}</h1>
      </div>
      {error ? <ErrorState error={error} onRetry={again} /> : null}
      {!ready && !error ? <Loading /> : null}
      {ready && family && initial && me && returned !== 'opening' ? (
        <EntryForm
          family={family}
          kinds={kinds}
          draftKey={draftKey(me.staffId, queued ?? teamId, 'enrol')}
          resumed={returned?.draft}
          returned={returned?.failure}
          about={about}
          options={options}
          initial={initial}
          prefill={noPrefill}
          onCancel={() => void navigate({ to: '/tavle/$teamId', params: { teamId } })}
          onKept={(kind) => {
            toast(`${text(device('offline.on_phone', 'offline.on_computer'))} ${kindText(kind.kind)}`);
            void navigate({ to: '/mine/$teamId', params: { teamId } });
          }}
          onRecorded={({ participantId, readable }, kind) => {
            toast(text(readable ? 'entry.saved' : 'entry.saved_not_shown', { what: kindText(kind.kind) }));
            void (participantId
              ? navigate({ to: '/deltaker/$participantId', params: { participantId } })
              : navigate({ to: '/tavle/$teamId', params: { teamId } }));
          }}
        />
      ) : null}
    </Page>
  );
}

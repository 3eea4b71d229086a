import { Button } from '@digdir/designsystemet-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMay } from '../../app';
import { useText } from '../../i18n';
import { DataTable, EmptyState, ErrorState, Loading, NoAccess, Page, PageHeader, TableHead } from '../../ui';
import { Segmented, useRetry, useReturned, type Written } from '../../record';
import { DwellingRow } from './DwellingRow';
import { housingQuery } from './housingQuery';
import { type PanelTask, TaskPanel } from './TaskPanel';
import './housing.css';

const filters = {
  all: ['FREE', 'OFFERED', 'HELD', 'OCCUPIED', 'WITHDRAWN'],
  free: ['FREE'],
  offered: ['OFFERED', 'HELD'],
  occupied: ['OCCUPIED'],
} as const satisfies Record<string, readonly string[]>;

type Filter = keyof typeof filters;
const isFilter = (name: string | undefined): name is Filter => name !== undefined && Object.hasOwn(filters, name);

/** The register of dwellings, and what can be done with each. */
export function HousingPage() {
  const { teamId } = useParams({ from: '/shell/bolig/$teamId' });
  const { state, dwellingId, queued } = useSearch({ from: '/shell/bolig/$teamId' });
  const text = useText();
  const navigate = useNavigate();
  const may = useMay();
  const [begun, setTask] = useState<PanelTask | null>(null);
  const found = useReturned(queued);
  const returned = found === 'opening' ? undefined : found;
  const task = returned ? taskOf(returned.written, text('noun.dwelling')) : begun;
  const allowed = may('housing', teamId);
  const [{ data, fetching, error }, again] = useQuery({ query: housingQuery, variables: { teamId }, requestPolicy: 'cache-and-network', pause: !allowed });
  const retry = () => again({ requestPolicy: 'network-only' });
  useRetry(data ? undefined : error, retry);
  const filter: Filter = isFilter(state) ? state : 'all';
  const wanted: readonly string[] = filters[filter];
  const dwellings = data?.dwellings ?? [];
  const shown = dwellings.filter((dwelling) => wanted.includes(dwelling.state));
  const free = dwellings.filter((dwelling) => dwelling.state === 'FREE').length;
  const mayRecord = may('record', teamId);
  const participants = (data?.participants ?? []).filter((each) => each.enrolled).map((each) => ({ id: each.participantId, label: each.alias }));

  const close = () => {
    setTask(null);
    if (queued !== undefined) void navigate({ to: '.', search: (was) => ({ ...was, queued: undefined }), replace: true });
  };

  if (!allowed) {
    return (
      <Page title={text('housing.title')}>
        <PageHeader title={text('housing.title')} />
        <NoAccess />
      </Page>
    );
  }
  return (
    <Page title={text('housing.title')} wide>
      <PageHeader
        title={text('housing.title')}
        beside={data ? <span className="mut">{text('housing.count', { count: dwellings.length, free })}</span> : null}
        actions={
          mayRecord ? (
            <Button variant="secondary" onClick={() => {
                close();
                setTask({ kind: 'DWELLING_REGISTERED' });
              }}>
              {text('housing.register')}
            </Button>
          ) : null
        }
      />
      <div className={task ? 'housing has-task' : 'housing'}>
        <div className="housing-list">
          {dwellings.length > 0 ? (
            <div className="housing-filter">
              <Segmented
                id="state"
                legend={text('housing.filter')}
                required
                value={filter}
                options={(['all', 'free', 'offered', 'occupied'] as const).map((value) => ({ value, label: text(`housing.filter.${value}`) }))}
                onChange={(next) => void navigate({ to: '.', search: next === 'all' ? {} : { state: next }, replace: true })}
              />
            </div>
          ) : null}
          {error && !data ? <ErrorState error={error} onRetry={retry} /> : null}
          {fetching && !data ? <Loading /> : null}
          {data && dwellings.length === 0 ? <EmptyState title={text('housing.empty')} /> : null}
          {dwellings.length > 0 && shown.length === 0 ? <EmptyState title={text('housing.none_in_filter')} /> : null}
          {shown.length > 0 ? (
            <DataTable caption={text('housing.title')} className="dwellings">
              <TableHead
                columns={[
                  { key: 'address', label: text('field.address.label') },
                  { key: 'type', label: text('field.housing_type.label') },
                  { key: 'rooms', label: text('housing.rooms'), number: true },
                  { key: 'rent', label: text('housing.rent'), number: true },
                  { key: 'state', label: text('housing.state') },
                  { key: 'who', label: text('housing.who') },
                  { key: 'steps', label: text('housing.actions') },
                ]}
              />
              <tbody role="rowgroup">
                {shown.map((dwelling) => (
                  <DwellingRow
                    key={dwelling.dwellingId}
                    dwelling={dwelling}
                    mayRecord={mayRecord}
                    chosen={dwelling.dwellingId === ((task && 'dwellingId' in task ? task.dwellingId : undefined) ?? dwellingId)}
                    onTask={(next) => {
                      close();
                      setTask(next);
                    }}
                  />
                ))}
              </tbody>
            </DataTable>
          ) : null}
        </div>
        {task ? (
          <TaskPanel
            key={`${task.kind}${'dwellingId' in task ? task.dwellingId : ''}${queued ?? ''}`}
            teamId={teamId}
            task={task}
            participants={participants}
            queued={queued}
            returned={returned}
            onClose={close}
            onDone={() => {
              close();
              again({ requestPolicy: 'network-only' });
            }}
          />
        ) : null}
      </div>
    </Page>
  );
}

/** The form that an entry was written in. Its address is not kept on the device: the panel finds it among the dwellings. */
function taskOf({ kind, input }: Written, address: string): PanelTask | null {
  if (kind === 'DWELLING_REGISTERED') return { kind };
  const { dwellingId } = input;
  if ((kind !== 'HOUSING_OFFERED' && kind !== 'DWELLING_WITHDRAWN') || typeof dwellingId !== 'string') return null;
  return { kind, dwellingId, address };
}

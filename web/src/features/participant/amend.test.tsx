// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Provider } from 'urql';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGraphqlClient } from '../../graphql/client';
import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { LanguageProvider, loadCatalog } from '../../i18n';
import { forgetDrafts, noOptions } from '../../record';
import { CorrectForm } from './CorrectForm';
import { ReasonForm } from './ReasonForm';

vi.hoisted(() => {
  // The design system's elements ask for it as they load; jsdom has none.
  globalThis.CSS ??= { escape: (text: string) => text, supports: () => true } as unknown as typeof CSS;
});

type Fields = Readonly<Record<string, unknown>>;
type Input = Readonly<Record<string, unknown>>;

const visit: Fields = { mode: 'PHONE', minutes: 30, note: 'Gikk gjennom brevet.' };
const entry = (fields: Fields = visit): TimelineEntryFragment => ({
  entryId: 'visit',
  kind: 'CONTACT_COMPLETED',
  family: 'contact',
  mark: 'CONTACT',
  occurredAt: '2026-11-20T11:00:00Z',
  precision: 'INSTANT',
  recordedAt: '2026-11-20T12:00:00Z',
  backdated: false,
  stands: true,
  correctable: true,
  dwellingId: null,
  by: { staffId: 'kt', name: 'Kari', initials: 'KT', role: 'TEAM_MEMBER' },
  fields: Object.entries(fields).map(([name, value]) => ({ name, value, redacted: false })),
  original: [],
  corrections: [],
  errorMark: null,
});

const recorded = { data: { result: { __typename: 'Recorded', commandId: 'c', readable: true, participantId: 'rype', dwellingId: null, entry: null } } };
const asksWhy = { data: { result: { __typename: 'Invalid', fields: [{ path: 'backdatingReason', code: 'BACKDATING_REASON_REQUIRED', max: null }] } } };
const conflict = { data: { result: { __typename: 'Conflict', current: null } } };
const otherUser = { errors: [{ message: 'no', extensions: { code: 'OTHER_USER' } }] };

let catalog: Awaited<ReturnType<typeof loadCatalog>>;
let now: TimelineEntryFragment;
let answers: unknown[];
let sent: Input[];
const done = vi.fn<() => void>();

beforeAll(async () => {
  catalog = await loadCatalog('nb');
  Element.prototype.scrollIntoView = () => {};
});

beforeEach(() => {
  forgetDrafts();
  done.mockClear();
  [now, answers, sent] = [entry(), [], []];
  vi.stubGlobal('fetch', async (_: unknown, init: RequestInit) => {
    const { query, variables } = JSON.parse(String(init.body)) as { query: string; variables: { input: Input } };
    if (query.includes('query Timeline')) {
      return Response.json({ data: { timeline: { __typename: 'EntryConnection', nodes: [now], pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null } } } });
    }
    sent.push(variables.input);
    const answer = answers.shift() ?? recorded;
    return Response.json(answer, { status: answer === otherUser ? 401 : 200 });
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(what: 'correct' | 'error', opened = now) {
  const client = createGraphqlClient({ staffId: () => 'mh', onUnauthenticated: () => {}, onOtherUser: () => {} });
  return render(
    <LanguageProvider initial={{ language: 'nb', catalog }}>
      <Provider value={client}>
        {what === 'correct' ? (
          <CorrectForm entry={opened} userId="mh" participantId="rype" options={noOptions} onDone={done} />
        ) : (
          <ReasonForm entryId={opened.entryId} userId="mh" help="" submitLabel="Marker" onDone={done} />
        )}
      </Provider>
    </LanguageProvider>,
  );
}

const box = (name: string) => {
  const found = document.getElementById(`f-${name}`);
  if (!(found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement)) throw new Error(`no box ${name}`);
  return found;
};
const type = (name: string, value: string) => fireEvent.change(box(name), { target: { value } });
const save = () => fireEvent.click(document.querySelector('button[type=submit]') as HTMLElement);

describe('a correction', () => {
  it('kept as a draft does not take back what somebody else has corrected', async () => {
    open('correct');
    type('note', 'Gikk gjennom brevet fra Nav.');
    type('reasonForCorrection', 'Avsender manglet');
    cleanup();

    now = entry({ ...visit, minutes: 45 });
    open('correct');
    expect(screen.getByRole('alert').textContent).toMatch(/Hvor lenge.*fra 30 min til 45 min/);
    expect(box('note').value).toBe('Gikk gjennom brevet fra Nav.');
    save();
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent).toMatchObject([{ set: { note: 'Gikk gjennom brevet fra Nav.' } }]);
    expect(sent[0]).not.toHaveProperty('clear');
    expect(Object.keys(sent[0]?.['set'] as object)).toEqual(['note']);
  });

  it('tells what has changed while the form was open before it saves', async () => {
    open('correct');
    type('note', 'Min tekst');
    type('reasonForCorrection', 'Feil');
    now = entry({ ...visit, note: 'Andres tekst' });
    save();
    expect((await screen.findByRole('alert')).textContent).toContain('Andres tekst');
    expect(sent).toEqual([]);
    expect(box('note').value).toBe('Min tekst');
    save();
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent).toMatchObject([{ set: { note: 'Min tekst' } }]);
  });

  it('can take in what others have changed, without touching what is written', async () => {
    open('correct');
    type('note', 'Min tekst');
    type('reasonForCorrection', 'Feil');
    cleanup();
    now = entry({ ...visit, note: 'Andres tekst', place: 'HOME' });
    open('correct');
    fireEvent.click(screen.getByRole('button', { name: /feltene jeg ikke har endret/ }));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(box('note').value).toBe('Min tekst');
    save();
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent[0]?.['set']).toEqual({ note: 'Min tekst' });
    expect(sent[0]).not.toHaveProperty('clear');
  });

  it('asks why so late when the service does, and sends the answer', async () => {
    answers = [asksWhy];
    open('correct');
    expect(document.getElementById('f-backdatingReason')).toBeNull();
    type('note', 'Ny tekst');
    type('reasonForCorrection', 'Feil');
    save();
    await waitFor(() => box('backdatingReason'));
    type('backdatingReason', 'Lå i en lukket mappe');
    save();
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent[1]?.['set']).toEqual({ note: 'Ny tekst', backdatingReason: 'Lå i en lukket mappe' });
  });

  it('leaves the reason for recording late as it was given', async () => {
    now = entry({ ...visit, backdatingReason: 'Lå i en lukket mappe' });
    open('correct');
    expect(box('backdatingReason').value).toBe('Lå i en lukket mappe');
    type('note', 'Ny tekst');
    type('reasonForCorrection', 'Feil');
    save();
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent[0]).toMatchObject({ set: { note: 'Ny tekst' } });
    expect(sent[0]).not.toHaveProperty('clear');
  });

  it('keeps what is typed when somebody else is signed in, and says so', async () => {
    answers = [otherUser];
    open('correct');
    type('note', 'Ny tekst');
    type('reasonForCorrection', 'Feil');
    save();
    expect((await screen.findByRole('alert')).textContent).toContain('En annen er logget inn i denne nettleseren nå');
    expect(box('note').value).toBe('Ny tekst');
    expect(done).not.toHaveBeenCalled();
  });
});

describe('the reason for a mark of error', () => {
  it('is still there after a reload and a conflict, and sent as one command', async () => {
    answers = [conflict];
    open('error');
    type('reason', 'Ført på feil deltaker');
    save();
    await screen.findByRole('alert');
    cleanup();
    open('error');
    expect(box('reason').value).toBe('Ført på feil deltaker');
    save();
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    cleanup();
    open('error');
    expect(box('reason').value).toBe('');
  });
});

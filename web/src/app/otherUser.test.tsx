// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { gql, useClient } from 'urql';
import { afterEach, expect, it, vi } from 'vitest';
import { LanguageProvider, loadCatalog } from '../i18n';
import { SessionProvider, useSession } from './SessionProvider';

vi.hoisted(() => {
  // The design system's elements ask for it as they load; jsdom has none.
  globalThis.CSS ??= { escape: (text: string) => text, supports: () => true } as unknown as typeof CSS;
});

const person = { staffId: 'mh', name: 'Marit Hauge', initials: 'MH' };

function Page() {
  const client = useClient();
  const { me } = useSession();
  return (
    <>
      <p>{me ? `${me.name} er her` : 'Ingen er her'}</p>
      <input aria-label="Notat" />
      <button type="button" onClick={() => void client.query(gql`{ team }`, {}, { requestPolicy: 'network-only' }).toPromise()}>
        Hent
      </button>
    </>
  );
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('a sign-in in another tab is said, keeps what is typed, and leads to signing in again', async () => {
  document.getAnimations = () => [];
  HTMLDialogElement.prototype.showModal = function open() {
    this.setAttribute('open', '');
  };
  const headers: (string | null)[] = [];
  vi.stubGlobal('fetch', async (url: unknown, init: RequestInit) => {
    if (url === '/session') return Response.json({ demo: true, me: person });
    headers.push(new Headers(init.headers).get('x-tavle-as'));
    return String(init.body).includes('query Me')
      ? Response.json({ data: { me: { __typename: 'Me', ...person, authorisations: [] } } })
      : Response.json({ errors: [{ message: 'no', extensions: { code: 'OTHER_USER' } }] }, { status: 401 });
  });
  render(
    <LanguageProvider initial={{ language: 'nb', catalog: await loadCatalog('nb') }}>
      <SessionProvider>
        <Page />
      </SessionProvider>
    </LanguageProvider>,
  );
  await screen.findByText('Marit Hauge er her');
  fireEvent.change(screen.getByLabelText('Notat'), { target: { value: 'Halvskrevet' } });
  fireEvent.click(screen.getByText('Hent'));

  const said = await screen.findByRole('alertdialog');
  expect(said.textContent).toContain('En annen er logget inn i denne nettleseren nå');
  expect(headers).toEqual([null, 'mh']);
  expect(screen.getByText('Marit Hauge er her')).toBeTruthy();
  expect((screen.getByLabelText('Notat') as HTMLInputElement).value).toBe('Halvskrevet');

  fireEvent.click(screen.getByRole('button', { name: 'Logg inn igjen' }));
  await waitFor(() => screen.getByText('Ingen er her'));
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

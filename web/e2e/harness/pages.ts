import { expect, type Page } from '@playwright/test';
import { findParticipant } from './board';
import type { Person } from './people';
import { saveButton } from './screen';
import type { Service } from './service';

/** Opens one page after the other and waits until its content is there. */
export async function openEveryPage(person: Person, service: Service, look: (name: string, page: Page) => Promise<void>): Promise<void> {
  const { page, teamId } = person;
  const { participantId, alias } = await findParticipant(person, service, (row) => row.riskLevel === 'RED' || row.riskLevel === 'ORANGE');
  const heading = (name: string | RegExp) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const pages: readonly (readonly [string, string, () => Promise<unknown>])[] = [
    ['wall', `/vegg/${teamId}`, () => expect(page.getByText('Oppdatert nå')).toBeVisible()],
    ['desk', `/tavle/${teamId}`, () => expect(page.getByRole('rowheader').first()).toBeVisible()],
    ['participant', `/deltaker/${participantId}`, () => heading(new RegExp(alias))],
    ['form', `/deltaker/${participantId}/ny/contact`, () => expect(saveButton(page)).toBeVisible()],
    ['form-arrears', `/deltaker/${participantId}/ny/arrears`, () => expect(saveButton(page)).toBeVisible()],
    ['enrol', `/deltakere/${teamId}/ny`, () => expect(saveButton(page)).toBeVisible()],
    ['housing', `/bolig/${teamId}`, () => heading('Bolig')],
    ['risk', `/risiko/${teamId}?participantId=${participantId}`, () => expect(page.getByRole('heading', { name: 'Hva som gir poeng' })).toBeVisible()],
    ['audit', `/innsyn/${teamId}`, () => expect(page.getByRole('row').nth(1)).toBeVisible()],
    ['staff', `/ansatte/${teamId}`, () => expect(page.getByRole('rowheader').first()).toBeVisible()],
    ['account', '/konto', () => expect(page.getByRole('rowheader').first()).toBeVisible()],
    ['home', `/mine/${teamId}`, () => expect(page.getByRole('heading', { level: 1 })).toBeVisible()],
  ];
  for (const [name, path, isThere] of pages) {
    await page.goto(path);
    await isThere();
    await look(name, page);
  }
}

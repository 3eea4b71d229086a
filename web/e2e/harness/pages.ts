import { expect, type Page } from '@playwright/test';
import { findParticipant } from './board';
import type { Person } from './people';
import type { Service } from './service';

/** Opens one page after the other and waits until its content is there, in whatever language. */
export async function openEveryPage(person: Person, service: Service, look: (name: string, page: Page) => Promise<void>): Promise<void> {
  const { page, teamId } = person;
  const { participantId } = await findParticipant(person, service, (row) => row.riskLevel === 'RED' || row.riskLevel === 'ORANGE');
  const form = () => expect(page.locator('.save-bar button[type="submit"]')).toBeVisible();
  const row = () => expect(page.getByRole('row').nth(1)).toBeVisible();
  const pages: readonly (readonly [string, string, () => Promise<unknown>])[] = [
    ['wall', `/vegg/${teamId}`, () => expect(page.getByRole('rowheader').first()).toBeVisible()],
    ['desk', `/tavle/${teamId}`, () => expect(page.getByRole('rowheader').first()).toBeVisible()],
    ['participant', `/deltaker/${participantId}`, row],
    ['form', `/deltaker/${participantId}/ny/contact`, form],
    ['form-arrears', `/deltaker/${participantId}/ny/arrears`, form],
    ['enrol', `/deltakere/${teamId}/ny`, form],
    ['housing', `/bolig/${teamId}`, row],
    ['risk', `/risiko/${teamId}?participantId=${participantId}`, () => expect(page.locator('.risk-detail')).toBeVisible()],
    ['audit', `/innsyn/${teamId}`, row],
    ['staff', `/ansatte/${teamId}`, () => expect(page.getByRole('rowheader').first()).toBeVisible()],
    ['account', '/konto', () => expect(page.getByRole('rowheader').first()).toBeVisible()],
    ['home', `/mine/${teamId}`, () => expect(page.locator('.home')).toBeVisible()],
  ];
  for (const [name, path, isThere] of pages) {
    await page.goto(path);
    await isThere();
    await look(name, page);
  }
}

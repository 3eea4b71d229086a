import type { Locator, Page } from '@playwright/test';
import { findParticipant, freeDwelling, standing } from './harness/board';
import type { Person } from './harness/people';
import { choose, field, openForm, openWall, osloDay, save, timeline, turnTo, wallRow } from './harness/screen';
import { expect, test } from './harness/test';

/** What the wall may take from the moment in which the service has accepted the entry. */
const WITHIN = { timeout: 1_000 };

async function openAudit({ page, teamId }: Person, participantId: string): Promise<void> {
  await page.goto(`/innsyn/${teamId}?participantId=${participantId}`);
}

/** The newest record of a kind in the audit view. */
function audited(page: Page, kind: string): Locator {
  return page.getByRole('row').filter({ hasText: kind }).first();
}

test.describe('what one records in one browser, everyone sees', () => {
  test('a contact: days since last met on the wall, timeline, audit', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const wall = await someone({ role: 'KIOSK' });
    const leader = await someone({ role: 'TEAM_LEADER' });
    const person = await findParticipant(member, service, (row) => (row.lastMetDays ?? 0) > 0 && !standing(row, 'HARD_TO_REACH'));
    await openWall(wall);
    await turnTo(wall.page, person.alias);
    const met = wallRow(wall.page, person.alias).getByRole('cell').nth(2);
    await expect(met).toHaveText(String(person.lastMetDays));

    await openForm(member, person.participantId, 'contact');
    await choose(member.page, 'Kontaktform', 'Ansikt til ansikt');
    await choose(member.page, 'Hvor lenge (minutter)', '45');
    await field(member.page, 'Notat').fill('Kaffe på kjøkkenet, alt vel.');
    await save(member.page, 'Kontakt gjennomført');

    await expect(met).toHaveText('0', WITHIN);
    await expect(timeline(member.page)).toContainText('Kaffe på kjøkkenet, alt vel.');
    await openAudit(leader, person.participantId);
    await expect(audited(leader.page, 'Kontakt gjennomført')).toBeVisible();
  });

  test('a housing offer: its deadline on the wall, timeline, audit', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const wall = await someone({ role: 'KIOSK' });
    const leader = await someone({ role: 'TEAM_LEADER' });
    const person = await findParticipant(
      member,
      service,
      (row) => row.detail.housing === 'HOMELESS' && row.nextDeadline === null && row.detail.openOffers.length === 0,
    );
    const dwelling = await freeDwelling(member, service);
    await openWall(wall);
    const due = wall.page.getByRole('region', { name: /^Frister/ });
    await expect(due).not.toContainText(person.alias);

    await openForm(member, person.participantId, 'housing');
    await field(member.page, 'Hva skal føres?').selectOption({ label: 'Boligtilbud gitt' });
    await field(member.page, 'Bolig').selectOption(dwelling.dwellingId);
    await field(member.page, 'Svarfrist').fill(osloDay());
    await save(member.page, 'Boligtilbud gitt');

    await expect(due).toContainText(`${person.alias} svar på tilbud`, WITHIN);
    await expect(timeline(member.page)).toContainText('Boligtilbud gitt');
    await openAudit(leader, person.participantId);
    await expect(audited(leader.page, 'Boligtilbud gitt')).toBeVisible();
  });

  test('an arrears notice: status and risk on the wall, the risk view, timeline, audit', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const wall = await someone({ role: 'KIOSK' });
    const leader = await someone({ role: 'TEAM_LEADER' });
    const person = await findParticipant(
      member,
      service,
      (row) => row.riskLevel === 'GREEN' && !standing(row, 'CRISIS') && !standing(row, 'ADMITTED') && !standing(row, 'POST_DISCHARGE'),
    );
    await openWall(wall);

    await openForm(member, person.participantId, 'arrears');
    await field(member.page, 'Hva skal føres?').selectOption({ label: 'Varsel om utkastelse mottatt (§ 4-18)' });
    await field(member.page, 'Dato sendt').fill(osloDay(-2));
    await field(member.page, 'Dato mottatt').fill(osloDay());
    await save(member.page, 'Varsel om utkastelse mottatt (§ 4-18)');

    await expect(wallRow(wall.page, person.alias)).toContainText('Bolig i fare', WITHIN);
    await expect(wallRow(wall.page, person.alias)).toContainText(/Høy|Akutt/);
    await expect(timeline(member.page)).toContainText('Varsel om utkastelse mottatt (§ 4-18)');

    await leader.page.goto(`/risiko/${leader.teamId}?participantId=${person.participantId}`);
    await expect(leader.page.getByRole('heading', { name: person.alias })).toBeVisible();
    const signals = leader.page.getByRole('region', { name: 'Hva som gir poeng' });
    await expect(signals.getByRole('row', { name: /Varsel om utkastelse/ })).toContainText('50');
    await expect(leader.page.getByRole('region', { name: 'Alle frister' })).toContainText('Tidligste krav om utkastelse');

    await openAudit(leader, person.participantId);
    await expect(audited(leader.page, 'Varsel om utkastelse mottatt (§ 4-18)')).toBeVisible();
  });

  test('a crisis admission: status on the wall, timeline, audit', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const wall = await someone({ role: 'KIOSK' });
    const leader = await someone({ role: 'TEAM_LEADER' });
    const person = await findParticipant(
      member,
      service,
      (row) => row.detail.admittedSince === null && !row.detail.imprisoned && !standing(row, 'CRISIS'),
    );
    await openWall(wall);

    await openForm(member, person.participantId, 'admission');
    await choose(member.page, 'Type innleggelse', 'Øyeblikkelig hjelp');
    await save(member.page, 'Innlagt');

    await expect(wallRow(wall.page, person.alias)).toContainText('Innlagt', WITHIN);
    await expect(timeline(member.page)).toContainText('Innlagt');
    await openAudit(leader, person.participantId);
    await expect(audited(leader.page, 'Innlagt')).toBeVisible();
  });
});

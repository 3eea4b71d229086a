import { findParticipant, standing } from './harness/board';
import { readyForTheField } from './harness/pocket';
import { choose, field, notSent, openForm, openWall, saidSent, save, saveButton, timeline, wallRow } from './harness/screen';
import { expect, test } from './harness/test';

test('the service is killed with -9: nothing is lost, the wall says that it is stale and recovers by itself', async ({
  service,
  someone,
}) => {
  test.setTimeout(120_000);
  const member = await someone({ role: 'TEAM_MEMBER' });
  const wall = await someone({ role: 'KIOSK' });
  const person = await findParticipant(member, service, (row) => row.detail.admittedSince === null && !standing(row, 'CRISIS'));
  await openWall(wall);

  await openForm(member, person.participantId, 'crisis');
  await choose(member.page, 'Hva skal føres?', 'Krise meldt');
  await field(member.page, 'Notat').fill('Ringte fra trappa.');
  await save(member.page, 'Krise meldt');
  await service.killHard();

  await expect(wall.page.getByText('UTDATERT', { exact: true })).toBeVisible({ timeout: 25_000 });
  await expect(wallRow(wall.page, person.alias)).toBeVisible();

  await service.launch();
  await expect(wall.page.getByText('Oppdatert nå')).toBeVisible({ timeout: 30_000 });
  await expect(wall.page.getByText('UTDATERT', { exact: true })).toBeHidden();
  await expect(wallRow(wall.page, person.alias)).toContainText('Krise');

  await member.page.goto(`/deltaker/${person.participantId}`);
  await expect(timeline(member.page)).toContainText('Ringte fra trappa.');
});

test('what is sent while the service is away waits on the machine, and is written once when it is back', async ({
  service,
  someone,
}) => {
  const member = await someone({ role: 'TEAM_MEMBER', context: { serviceWorkers: 'allow' } });
  const person = await findParticipant(member, service, () => true);
  await readyForTheField(member);
  await openForm(member, person.participantId, 'contact');
  await choose(member.page, 'Kontaktform', 'Telefon');
  await choose(member.page, 'Hvor lenge (minutter)', '15');
  const note = field(member.page, 'Notat');
  await note.fill('Skrevet mens tjenesten var borte.');

  await service.killHard();
  await saveButton(member.page).click();
  await expect(notSent(member.page)).toContainText('Lagret på maskinen, ikke sendt.');

  await service.launch();
  // It may have gone by itself in the meantime.
  await notSent(member.page).getByRole('button', { name: 'Send nå' }).click({ timeout: 5_000 }).catch(() => {});
  await expect(saidSent(member.page, 'Kontakt gjennomført')).toBeVisible();
  await member.page.goto(`/deltaker/${person.participantId}`);
  await expect(timeline(member.page).getByText('Skrevet mens tjenesten var borte.')).toHaveCount(1);
});

import { findParticipant } from './harness/board';
import { Line } from './harness/line';
import { expect, test } from './harness/test';

test('out of date for two minutes, the desk hides what it says and moves nothing', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'TEAM_LEADER' });
  const line = await Line.of(page);
  await page.clock.install();
  await page.goto(`/tavle/${teamId}`);
  await expect(page.getByText('Oppdatert nå')).toBeVisible();
  const places = () =>
    page.locator('.desk-board th, .desk-board td, .chip').evaluateAll((all) =>
      JSON.stringify(all.map((each) => [each.getBoundingClientRect().width, each.getBoundingClientRect().height])),
    );
  const before = await places();
  line.drop('everything');
  await page.clock.runFor(130_000);
  await expect(page.getByText('Innholdet er skjult til det er oppdatert igjen.')).toBeVisible();
  expect(await places()).toEqual(before);
  const cells = page.getByRole('cell');
  expect((await cells.evaluateAll((all) => all.map((each) => (each as HTMLElement).innerText))).join('').trim()).toBe('');
  await expect(page.getByRole('list', { name: 'Status' })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Risiko' })).toBeDisabled();
  line.mend();
  await page.clock.runFor(20_000);
  await expect(page.getByText('Oppdatert nå')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Status' })).toBeVisible();
});

test('Enter in the search opens who begins with what is typed, however late the answer is', async ({ service, someone }) => {
  const member = await someone({ role: 'TEAM_MEMBER' });
  const { page, teamId } = member;
  const first = await findParticipant(member, service, () => true);
  const other = await findParticipant(member, service, (row) => row.alias[0] !== first.alias[0]);
  await page.goto(`/tavle/${teamId}`);
  const search = page.getByRole('combobox', { name: 'Søk alias' });
  await search.fill(first.alias);
  await expect(page.getByRole('option', { name: first.alias })).toBeVisible();
  await page.route('**/graphql', async (route) => {
    await new Promise((done) => setTimeout(done, 1_000));
    await route.continue();
  });
  await search.fill(other.alias);
  await search.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/deltaker/${other.participantId}$`));
});

import { findParticipant, freeDwelling } from './harness/board';
import { record } from './harness/commands';
import type { Person } from './harness/people';
import { choose, field, openForm, saidNotSaved, saidSaved, saveButton } from './harness/screen';
import { expect, test } from './harness/test';

const YES = 'Takket ja til bolig';
const NO = 'Takket nei til bolig';

test('two people answer the same offer: one succeeds, the other is told and keeps what was typed', async ({ service, someone }) => {
  const first = await someone({ role: 'TEAM_MEMBER' });
  const second = await someone({ role: 'TEAM_LEADER' });
  const person = await findParticipant(first, service, (row) => row.detail.housing === 'HOMELESS' && row.detail.openOffers.length === 0);
  const dwelling = await freeDwelling(first, service);
  const offerId = await record(first, service, 'recordHousingStep', {
    kind: 'HOUSING_OFFERED',
    participantId: person.participantId,
    dwellingId: dwelling.dwellingId,
    rentOre: 920_000,
    housingType: 'ORDINARY',
  });

  await openForm(first, person.participantId, 'housing', `?kind=HOUSING_OFFER_ACCEPTED&offerId=${offerId}`);
  await field(first.page, 'Notat').fill('Hun vil flytte inn på fredag.');
  await openForm(second, person.participantId, 'housing', `?kind=HOUSING_OFFER_DECLINED&offerId=${offerId}`);
  await choose(second.page, 'Hvorfor nei', 'Området');
  await field(second.page, 'Notat').fill('For langt fra bussen.');

  await Promise.all([saveButton(first.page).click(), saveButton(second.page).click()]);
  const [firstSaved, secondSaved] = await Promise.all([saved(first, YES), saved(second, NO)]);
  expect([firstSaved, secondSaved].filter(Boolean)).toHaveLength(1);

  const [loser, note, winning] = firstSaved
    ? [second, 'For langt fra bussen.', YES]
    : [first, 'Hun vil flytte inn på fredag.', NO];
  const told = saidNotSaved(loser.page);
  await expect(told).toContainText(winning);
  await expect(told).toContainText('Det du skrev, står fortsatt her.');
  await expect(field(loser.page, 'Notat')).toHaveValue(note);
});

/** Waits for the service's answer as the person sees it. */
async function saved({ page }: Person, what: string): Promise<boolean> {
  const yes = saidSaved(page, what);
  const no = saidNotSaved(page);
  await expect(yes.or(no)).toBeVisible();
  return yes.isVisible();
}

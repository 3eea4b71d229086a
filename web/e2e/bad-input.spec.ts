import { findParticipant } from './harness/board';
import { choose, field, group, openForm, osloDay, saidWrong, saveButton, typedDay } from './harness/screen';
import { expect, test } from './harness/test';

test.describe('bad input is answered at the field, and what was typed is still there', () => {
  test('a contact that lies in the future', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const person = await findParticipant(member, service, () => true);
    await openForm(member, person.participantId, 'contact');
    await choose(member.page, 'Kontaktform', 'Telefon');
    await choose(member.page, 'Hvor lenge (minutter)', '30');
    await field(member.page, 'Notat').fill('Avtalte ny tid.');
    const happened = group(member.page, 'Når det skjedde');
    await happened.getByLabel('Dato').fill(osloDay(3));
    await saveButton(member.page).click();

    await expect(happened).toContainText('Kan ikke være fram i tid.');
    await expect(happened.getByLabel('Dato')).toHaveValue(typedDay(3));
    await expect(field(member.page, 'Notat')).toHaveValue('Avtalte ny tid.');
  });

  test('a letter dated in the future', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const person = await findParticipant(member, service, (row) => row.riskLevel !== null);
    await openForm(member, person.participantId, 'arrears');
    await field(member.page, 'Hva skal føres?').selectOption({ label: 'Varsel om utkastelse mottatt (§ 4-18)' });
    await field(member.page, 'Dato sendt').fill(osloDay(5));
    await saveButton(member.page).click();

    await expect(saidWrong(member.page)).toContainText('Dato sendt: Kan ikke være fram i tid.');
    await expect(field(member.page, 'Dato sendt')).toHaveValue(typedDay(5));
    await expect(field(member.page, 'Dato sendt')).toHaveAccessibleDescription(/Kan ikke være fram i tid/);
  });

  test('a negative amount', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const person = await findParticipant(member, service, (row) => row.riskLevel !== null);
    await openForm(member, person.participantId, 'arrears');
    await field(member.page, 'Hva skal føres?').selectOption({ label: 'Husleie ikke betalt' });
    await field(member.page, 'Beløp (kr)').fill('-9200');
    await saveButton(member.page).click();

    await expect(field(member.page, 'Beløp (kr)')).toHaveAccessibleDescription(/For lite\.|Skriv et beløp i kroner/);
    await expect(field(member.page, 'Beløp (kr)')).toHaveValue('-9200');
  });

  test('a note that is too long', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const person = await findParticipant(member, service, () => true);
    await openForm(member, person.participantId, 'contact');
    await choose(member.page, 'Kontaktform', 'Telefon');
    await choose(member.page, 'Hvor lenge (minutter)', '30');
    const long = 'ord '.repeat(250_000).trim();
    await field(member.page, 'Notat').fill(long);
    await saveButton(member.page).click();

    await expect(field(member.page, 'Notat')).toHaveAccessibleDescription(/For langt: høyst \d+ tegn\./);
    await expect(field(member.page, 'Notat')).toHaveValue(long);
  });

  test('nothing filled in: the first wrong field is a click away', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const person = await findParticipant(member, service, () => true);
    await openForm(member, person.participantId, 'contact');
    await saveButton(member.page).click();

    const told = saidWrong(member.page);
    await expect(told).toContainText('2 felt må rettes før du kan lagre');
    await told.getByRole('link', { name: 'Kontaktform' }).click();
    await expect(group(member.page, 'Kontaktform').getByRole('radio').first()).toBeFocused();
  });
});

import { findParticipant, standing } from './harness/board';
import { record } from './harness/commands';
import { openWall, turnTo, wallRow } from './harness/screen';
import { expect, test } from './harness/test';

const ROUNDS = 30;

test('mutation sent → another browser’s wall has changed', async ({ service, someone }) => {
  test.setTimeout(120_000);
  const member = await someone({ role: 'TEAM_MEMBER' });
  const wall = await someone({ role: 'KIOSK' });
  const person = await findParticipant(member, service, (row) => !standing(row, 'CRISIS'));
  const { me } = await askForMe();
  await openWall(wall);
  await turnTo(wall.page, person.alias);

  const sent: number[] = [];
  const answered: number[] = [];
  const measure = async (isCrisis: boolean, mutate: () => Promise<unknown>) => {
    const changed = wall.page.evaluate(
      ([alias, wanted]) =>
        new Promise<number>((resolve) => {
          const row = () => [...document.querySelectorAll('[role=row]')].find((each) => each.querySelector('[role=rowheader]')?.textContent === alias);
          const observer = new MutationObserver(() => {
            if (row()?.textContent.includes('Krise') !== wanted) return;
            observer.disconnect();
            resolve(Date.now());
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        }),
      [person.alias, isCrisis] as const,
    );
    // Messages are gathered for a quarter of a second after each: one change at a time is what people make.
    await wall.page.waitForTimeout(400);
    const begun = Date.now();
    await mutate();
    const accepted = Date.now();
    const seen = await changed;
    sent.push(seen - begun);
    answered.push(Math.max(0, seen - accepted));
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    const about = { participantId: person.participantId };
    await measure(true, () => record(member, service, 'recordCrisis', { kind: 'CRISIS_REPORTED', ...about }));
    await measure(false, () => record(member, service, 'recordCrisis', { kind: 'CRISIS_RESOLVED', deciderId: me.staffId, ...about }));
  }
  await expect(wallRow(wall.page, person.alias)).not.toContainText('Krise');
  // oxlint-disable-next-line no-console -- this is the report
  console.log(`${sent.length} mutations. Sent → seen: ${summary(sent)}. Answered → seen: ${summary(answered)}.`);

  async function askForMe() {
    const answer = await member.context.request.get('/session');
    return (await answer.json()) as { me: { staffId: string } };
  }
});

function summary(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

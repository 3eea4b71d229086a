import { expect, it } from 'vitest';
import { byUrgency } from './order';

it('puts the level first, then the days to the deadline, then the points', () => {
  const risk = (alias: string, level: 'RED' | 'ORANGE' | 'GREEN', points: number, daysLeft?: number) => ({ alias, level, points, nextDeadline: daysLeft === undefined ? null : { daysLeft } });
  const sorted = [risk('Osp', 'GREEN', 10), risk('Gran', 'ORANGE', 50), risk('Furu', 'ORANGE', 70), risk('Lom', 'RED', 130, 3), risk('Alke', 'ORANGE', 60, 9), risk('Rype', 'RED', 235, 2)].toSorted(byUrgency);
  expect(sorted.map(({ alias }) => alias)).toEqual(['Rype', 'Lom', 'Alke', 'Furu', 'Gran', 'Osp']);
});

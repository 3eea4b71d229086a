import type { RiskLevel } from '../../graphql/generated/graphql';
import { riskOrder } from '../../ui';

interface Ranked {
  readonly alias: string;
  readonly level: RiskLevel;
  readonly points: number;
  readonly nextDeadline?: { readonly daysLeft: number } | null;
}

/** Level first, then days to the next deadline, then points: what presses most stands on top. */
export function byUrgency(a: Ranked, b: Ranked): number {
  const level = riskOrder.indexOf(a.level) - riskOrder.indexOf(b.level);
  if (level !== 0) return level;
  const days = (a.nextDeadline?.daysLeft ?? Infinity) - (b.nextDeadline?.daysLeft ?? Infinity);
  if (days !== 0 && !Number.isNaN(days)) return days;
  return b.points - a.points || a.alias.localeCompare(b.alias, 'nb');
}

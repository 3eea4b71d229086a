import type { BoardStatus, EntryMark, RiskLevel } from '../graphql/generated/schema';
import type { IconName } from './icons/Icon';

export type Hue = 'worst' | 'housing' | 'reach' | 'hospital' | 'intensity' | 'good' | 'quiet' | 'history';

interface Glyph {
  readonly icon: IconName;
  readonly hue: Hue;
}

/** Shape says which status, hue what kind of matter. Meeting order. */
export const statusGlyph: Record<BoardStatus, Glyph> = {
  CRISIS: { icon: 's-crisis', hue: 'worst' },
  ADMITTED: { icon: 's-admitted', hue: 'hospital' },
  POST_DISCHARGE: { icon: 's-discharged', hue: 'hospital' },
  TENANCY_AT_RISK: { icon: 's-tenancy', hue: 'housing' },
  HOMELESS: { icon: 's-homeless', hue: 'housing' },
  HARD_TO_REACH: { icon: 's-reach', hue: 'reach' },
  NEW: { icon: 's-new', hue: 'good' },
  INTENSIVE_SHORT: { icon: 's-int-short', hue: 'intensity' },
  INTENSIVE_LONG: { icon: 's-int-long', hue: 'intensity' },
  STEP_DOWN: { icon: 's-stepdown', hue: 'quiet' },
  BASE: { icon: 's-base', hue: 'quiet' },
};

export const riskGlyph: Record<RiskLevel, Glyph> = {
  GREEN: { icon: 'r-low', hue: 'good' },
  YELLOW: { icon: 'r-raised', hue: 'reach' },
  ORANGE: { icon: 'r-high', hue: 'housing' },
  RED: { icon: 'r-acute', hue: 'worst' },
};

/** A correction has a mark of its own, also where it is shown beside the entry that it corrects. */
export type Mark = EntryMark | 'CORRECTION';

export const entryGlyph: Record<Mark, Glyph> = {
  CONTACT: { icon: 'e-contact', hue: 'intensity' },
  ATTEMPT: { icon: 'e-attempt', hue: 'intensity' },
  HOME: { icon: 'e-home', hue: 'housing' },
  MONEY: { icon: 'e-money', hue: 'reach' },
  PAID: { icon: 'e-paid', hue: 'quiet' },
  LEGAL: { icon: 'e-legal', hue: 'housing' },
  ADMISSION: { icon: 'e-admission', hue: 'hospital' },
  PLAN: { icon: 'e-plan', hue: 'good' },
  MEETING: { icon: 'e-meeting', hue: 'quiet' },
  CORRECTION: { icon: 'e-correction', hue: 'quiet' },
};

export const statusOrder = Object.keys(statusGlyph) as BoardStatus[];
export const riskOrder: RiskLevel[] = ['RED', 'ORANGE', 'YELLOW', 'GREEN'];

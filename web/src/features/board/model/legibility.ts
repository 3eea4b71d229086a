/**
 * Whether the wall can be read from where people sit. A letter's height seen as an angle: h = 2·D·tan(θ/2). Lengths
 * are millimetres, angles minutes of arc.
 */
export const LEAST_ARC = 16;
/** Height of Inter's capitals, of the size of the type. */
export const CAP_HEIGHT = 0.7275;
const MM_PER_INCH = 25.4;

export interface Layout {
  readonly columns: 1 | 2;
  readonly rows: number;
  /** Size of the type, in hundredths of the screen's height. */
  readonly type: number;
}

/** Two columns; one with larger type for a screen that is further away. */
export const layouts: Readonly<Record<1 | 2, Layout>> = {
  2: { columns: 2, rows: 15, type: 3.5 },
  1: { columns: 1, rows: 15, type: 4.2 },
};

export const aspects = ['16:9', '16:10', '3:2', '4:3', '21:9'] as const;
export type Aspect = (typeof aspects)[number];

export interface Screen {
  readonly inches: number;
  readonly metres: number;
  readonly aspect: Aspect;
}

/** The hundredth that the wall is measured in: of the height of the largest 16:9 field on the screen. */
export function hundredth({ inches, aspect }: Pick<Screen, 'inches' | 'aspect'>): number {
  const [w = 16, h = 9] = aspect.split(':').map(Number);
  const mm = (inches * MM_PER_INCH) / Math.hypot(w, h);
  return Math.min(h, (w * 9) / 16) * mm * 0.01;
}

export function capMm(layout: Layout, screen: Pick<Screen, 'inches' | 'aspect'>): number {
  return layout.type * hundredth(screen) * CAP_HEIGHT;
}

export function arcMinutes(mm: number, metres: number): number {
  return (2 * Math.atan(mm / (2 * metres * 1000)) * 180 * 60) / Math.PI;
}

const HALF_LEAST = Math.tan((LEAST_ARC / 60 / 2) * (Math.PI / 180));

/** How far away the layout can be read, in metres. */
export function greatestDistance(layout: Layout, screen: Pick<Screen, 'inches' | 'aspect'>): number {
  return capMm(layout, screen) / (2 * HALF_LEAST) / 1000;
}

/** The smallest screen that can be read at that distance, in whole inches. */
export function smallestScreen(layout: Layout, { metres, aspect }: Pick<Screen, 'metres' | 'aspect'>): number {
  return Math.ceil((2 * metres * 1000 * HALF_LEAST) / capMm(layout, { inches: 1, aspect }));
}

export interface Seen extends Layout {
  readonly arc: number;
  readonly legible: boolean;
}

export function seen(layout: Layout, screen: Screen): Seen {
  const arc = arcMinutes(capMm(layout, screen), screen.metres);
  return { ...layout, arc, legible: arc >= LEAST_ARC };
}

/** The layout with the most people on a page that can be read; none when the screen is too small. */
export function proposed(screen: Screen): Layout | null {
  return [layouts[2], layouts[1]].find((layout) => seen(layout, screen).legible) ?? null;
}

/** The aspect nearest to a screen's own. */
export function nearestAspect(width: number, height: number): Aspect {
  const own = Math.max(width, height) / Math.max(1, Math.min(width, height));
  const off = (aspect: Aspect) => {
    const [w = 16, h = 9] = aspect.split(':').map(Number);
    return Math.abs(w / h - own);
  };
  return aspects.toSorted((a, b) => off(a) - off(b))[0] ?? '16:9';
}

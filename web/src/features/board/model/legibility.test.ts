import { describe, expect, it } from 'vitest';
import { arcMinutes, capMm, greatestDistance, layouts, nearestAspect, proposed, seen, smallestScreen } from './legibility';

const tv = (inches: number, metres = 5) => ({ inches, metres, aspect: '16:9' as const });

describe('what can be read from where people sit', () => {
  it('is 16.4 minutes at five metres on 75 inches', () => {
    expect(capMm(layouts[2], tv(75))).toBeCloseTo(23.8, 1);
    expect(seen(layouts[2], tv(75)).arc).toBeCloseTo(16.4, 1);
  });

  it('reaches as far as the table of screens says', () => {
    const reach = [55, 65, 75, 86].map((inches) => greatestDistance(layouts[2], tv(inches)).toFixed(2));
    expect(reach).toEqual(['3.75', '4.43', '5.11', '5.86']);
  });

  it('is sixteen minutes exactly at the greatest distance, and less beyond', () => {
    const reach = greatestDistance(layouts[1], tv(65));
    expect(arcMinutes(capMm(layouts[1], tv(65)), reach)).toBeCloseTo(16, 6);
    expect(seen(layouts[1], tv(65, reach + 0.01)).legible).toBe(false);
  });

  it('proposes one column when two are too small, and nothing when one is too', () => {
    expect(proposed(tv(75, 5))?.columns).toBe(2);
    expect(proposed(tv(75, 5.8))?.columns).toBe(1);
    expect(proposed(tv(42, 5))).toBeNull();
    expect(proposed(tv(smallestScreen(layouts[1], tv(0, 5)), 5))?.columns).toBe(1);
  });

  it('measures a screen of another shape by the 16:9 field that fits in it', () => {
    expect(seen(layouts[2], { inches: 75, metres: 5, aspect: '21:9' }).arc).toBeLessThan(16);
    expect(nearestAspect(1920, 1200)).toBe('16:10');
    expect(nearestAspect(3840, 2160)).toBe('16:9');
  });
});

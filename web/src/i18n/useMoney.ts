import { useCallback } from 'react';
import { kroner } from './money';
import { useText } from './useText';

/** "21 100 kr" from øre. */
export function useMoney(): (ore: number) => string {
  const text = useText();
  return useCallback((ore) => text('unit.kr', { amount: kroner(ore) }), [text]);
}

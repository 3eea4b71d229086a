import { useCallback } from 'react';
import { useText, useTextOr } from '../i18n';
import type { Problem } from './schema';

/** What is wrong with a field, in the language of the moment. */
export function useProblemText(): (problem: Problem) => string {
  const text = useText();
  const textOr = useTextOr();
  return useCallback(
    ({ code, max }) => {
      if (code === 'TOO_LONG') return typeof max === 'number' ? text('problem.too_long', { max }) : text('problem.too_long_any');
      return textOr(`problem.${code.toLowerCase()}`, text('problem.other', { code }));
    },
    [text, textOr],
  );
}

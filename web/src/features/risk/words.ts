import { useCallback } from 'react';
import { useText, useTextOr } from '../../i18n';

const mitigators = new Set(['REPAYMENT_KEPT', 'DEDUCTION_RUNNING']);

/** A section number is never broken over two lines. */
const unbroken = (text: string) => text.replace(/(§+)\s*/g, '$1\u00a0').replace(/(\d)-(\d)/g, '$1\u2011$2');

interface Fired {
  readonly signal: string;
  readonly points: number;
}

/** What a signal is called, with the figures that its rule has. */
export function useSignalText(): (fired: Fired) => string {
  const textOr = useTextOr();
  return useCallback(
    ({ signal, points }) => {
      const prefix = mitigators.has(signal) ? 'risk.mitigator' : 'risk.signal';
      const values = { months: 2, days: signal === 'NO_CONTACT' && points <= 10 ? 7 : 14 };
      return unbroken(textOr(`${prefix}.${signal.toLowerCase()}`, signal, values));
    },
    [textOr],
  );
}

export function useDeadlineText(): (deadline: string) => string {
  const textOr = useTextOr();
  return useCallback((deadline) => textOr(`deadline.${deadline.toLowerCase()}`, deadline), [textOr]);
}

export function useFlagText(): (flag: string) => string {
  const textOr = useTextOr();
  return useCallback((flag) => textOr(`deadline_flag.${flag.toLowerCase()}`, flag), [textOr]);
}

/** The statutes by the names that lawyers shorten them to. */
const short: readonly (readonly [RegExp, string])[] = [
  [/tvangsfullbyrdelsesloven/i, 'tvfbl.'],
  [/husleieloven/i, 'husll.'],
  [/inkassoloven/i, 'inkassol.'],
];

interface Source {
  readonly shown: string;
  readonly full: string;
}

/** Where a rule is from: a section of a statute, or the project's own, which is said to be that. */
export function useSourceText(): (source: string) => Source {
  const text = useText();
  return useCallback(
    (source) => {
      if (!source.includes('§')) return { shown: text('risk.team_rule'), full: text('risk.team_rule') };
      const full = unbroken(source);
      return { full, shown: short.reduce((name, [long, abbreviated]) => name.replace(long, abbreviated), full) };
    },
    [text],
  );
}

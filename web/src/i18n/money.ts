const NBSP = '\u00a0';

/** Kroner from øre: 2110000 → "21 100", with øre only when there are any: "21 100,50". */
export function kroner(ore: number): string {
  if (!Number.isSafeInteger(ore)) throw new RangeError('øre are whole numbers');
  const minus = ore < 0 ? '\u2212' : '';
  const abs = Math.abs(ore);
  const whole = String(Math.floor(abs / 100)).replace(/\B(?=(\d{3})+$)/g, NBSP);
  const rest = abs % 100;
  return `${minus}${whole}${rest === 0 ? '' : `,${String(rest).padStart(2, '0')}`}`;
}

/** Øre from what a person types: "21 100", "21100,5", "kr 9.200,00". Null when it is no amount. */
export function parseKroner(typed: string): number | null {
  const text = typed.replace(/kr|nok/gi, '').replace(/[\s\u00a0\u202f]/g, '');
  const plain = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text);
  const grouped = /^(\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?$/.exec(text);
  const match = grouped ?? plain;
  if (!match) return null;
  const whole = Number((match[1] ?? '').replaceAll('.', ''));
  return whole * 100 + Number((match[2] ?? '').padEnd(2, '0') || '0');
}

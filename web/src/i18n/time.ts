import { useMemo } from 'react';
import type { Language } from './catalog';
import { useLanguage } from './LanguageProvider';
import { dateOf, daysBetween, oslo, splitDate, weekday, weekNumber, type DateText } from './zone';

/** Shipped with the program: some browsers have no Nynorsk names. */
const names: Record<Language, { days: string[]; short: string[]; months: string[]; shortMonths: string[] }> = {
  nb: {
    days: ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'],
    short: ['ma', 'ti', 'on', 'to', 'fr', 'lø', 'sø'],
    months: ['januar', 'februar', 'mars', 'april', 'mai', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'desember'],
    shortMonths: ['jan.', 'feb.', 'mars', 'april', 'mai', 'juni', 'juli', 'aug.', 'sept.', 'okt.', 'nov.', 'des.'],
  },
  nn: {
    days: ['måndag', 'tysdag', 'onsdag', 'torsdag', 'fredag', 'laurdag', 'sundag'],
    short: ['må', 'ty', 'on', 'to', 'fr', 'la', 'su'],
    months: ['januar', 'februar', 'mars', 'april', 'mai', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'desember'],
    shortMonths: ['jan.', 'feb.', 'mars', 'april', 'mai', 'juni', 'juli', 'aug.', 'sept.', 'okt.', 'nov.', 'des.'],
  },
  en: {
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    short: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
    months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    shortMonths: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'],
  },
};

const two = (n: number) => String(n).padStart(2, '0');

export function timeFormat(language: Language) {
  const n = names[language];
  const english = language === 'en';
  const sep = english ? ':' : '.';
  const ordinal = english ? '' : '.';
  const at = english ? ' at ' : ' kl. ';

  /** 08.30 */
  const clock = (instant: string | number | Date) => {
    const t = oslo(instant);
    return `${two(t.hour)}${sep}${two(t.minute)}`;
  };
  /** 08.30.12 */
  const clockSeconds = (instant: string | number | Date) => `${clock(instant)}${sep}${two(oslo(instant).second)}`;
  /** 24. nov. */
  const dayMonth = (date: DateText) => {
    const d = splitDate(date);
    return `${d.day}${ordinal} ${n.shortMonths[d.month - 1] ?? ''}`;
  };
  /** 24. nov. 2026 */
  const date = (day: DateText) => `${dayMonth(day)} ${splitDate(day).year}`;
  /** 24. november 2026 */
  const longDate = (day: DateText) => {
    const d = splitDate(day);
    return `${d.day}${ordinal} ${n.months[d.month - 1] ?? ''} ${d.year}`;
  };
  const dayName = (day: DateText) => n.days[weekday(day)] ?? '';
  /** ti */
  const dayShort = (day: DateText) => n.short[weekday(day)] ?? '';
  /** november 2026 */
  const monthYear = (day: DateText) => `${n.months[splitDate(day).month - 1] ?? ''} ${splitDate(day).year}`;
  /** tirsdag 24. november 2026 */
  const weekdayDate = (day: DateText) => `${dayName(day)} ${longDate(day)}`;
  /** ti 24. */
  const shortDay = (day: DateText) => `${n.short[weekday(day)] ?? ''} ${splitDate(day).day}${ordinal}`;
  /** 24. nov. kl. 08.30; the year too when it is not this year. */
  const dateTime = (instant: string | number | Date, now: string | number | Date = Date.now()) => {
    const day = dateOf(instant);
    const sameYear = splitDate(day).year === splitDate(dateOf(now)).year;
    return `${sameYear ? dayMonth(day) : date(day)}${at}${clock(instant)}`;
  };
  /** 12. mars 2026 kl. 08.30 */
  const longDateTime = (instant: string | number | Date) => `${longDate(dateOf(instant))}${at}${clock(instant)}`;
  return { clock, clockSeconds, dayMonth, date, longDate, dayName, dayShort, monthYear, weekdayDate, shortDay, dateTime, longDateTime, week: weekNumber };
}

export type TimeFormat = ReturnType<typeof timeFormat>;

export function useTime(): TimeFormat {
  const { language } = useLanguage();
  return useMemo(() => timeFormat(language), [language]);
}

export { dateOf, daysBetween, type DateText };

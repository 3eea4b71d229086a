import { useMemo } from 'react';
import { dateOf, useMoney, useTextOr, useTime } from '../i18n';
import type { Words } from './format';

interface StaffName {
  readonly staffId: string;
  readonly initials?: string | null;
  readonly name?: string | null;
}

/** Words in the current language, with the team's own initials. */
export function useWords(staff: readonly StaffName[] = [], named?: (id: string) => string | undefined): Words {
  const textOr = useTextOr();
  const time = useTime();
  const kroner = useMoney();
  return useMemo(() => {
    const byId = new Map(staff.map((member) => [member.staffId, member.initials ?? member.name ?? undefined]));
    const thisYear = dateOf(Date.now()).slice(0, 4);
    return {
      say: (key, values) => textOr(key, key, values),
      date: (day) => (day.startsWith(thisYear) ? time.dayMonth(day) : time.date(day)),
      instant: (at) => time.dateTime(at),
      month: (month) => time.longDate(`${month}-01`).replace(/^\D*\d+\.?\s/, ''),
      kroner,
      staff: (id) => byId.get(id),
      ...(named ? { named } : {}),
    };
  }, [staff, named, textOr, time, kroner]);
}

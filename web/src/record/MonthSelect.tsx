import { useMemo } from 'react';
import { dateOf } from '../i18n';
import { useWords } from '../kinds';
import { Select } from './Controls';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const BACK = 36;
const AHEAD = 3;

/** Months by name: browsers draw their own month box in their own language, or not at all. */
export function MonthSelect(props: Props) {
  const { month } = useWords();
  const { value } = props;
  const choices = useMemo(() => {
    const [year = 0, number = 1] = dateOf(Date.now()).split('-').map(Number);
    const months = Array.from({ length: BACK + AHEAD + 1 }, (_, i) => {
      const at = year * 12 + (number - 1) + AHEAD - i;
      return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
    });
    const all = value === '' || months.includes(value) ? months : [...months, value];
    return all.map((id) => ({ id, label: month(id) }));
  }, [month, value]);
  return <Select {...props} choices={choices} />;
}

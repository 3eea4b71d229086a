import { Button } from '@digdir/designsystemet-react';
import { useText, useTime } from '../i18n';
import { Cell, DataTable, RowHeader, TableHead } from '../ui';
import type { SessionRow } from './accountApi';

interface Props {
  readonly caption: string;
  readonly rows: readonly SessionRow[];
  readonly onEnd: (row: SessionRow) => void;
}

/** Sessions that one may end. */
export function SessionTable({ caption, rows, onEnd }: Props) {
  const text = useText();
  const time = useTime();
  const columns = [
    { key: 'what', label: caption, hidden: true },
    { key: 'began', label: text('myaccount.began') },
    { key: 'used', label: text('myaccount.used') },
    { key: 'end', label: text('myaccount.end'), hidden: true },
  ];
  const nameOf = (row: SessionRow) =>
    row.name ? [row.name, row.team].filter(Boolean).join(', ') : text(row.this ? 'myaccount.this' : 'myaccount.other');
  return (
    <DataTable caption={caption} className="stack">
      <TableHead columns={columns} />
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={row.id} role="row">
            <RowHeader>{nameOf(row)}</RowHeader>
            <Cell label={text('myaccount.began')}>{time.dateTime(row.began)}</Cell>
            <Cell label={text('myaccount.used')}>{time.dateTime(row.used)}</Cell>
            <Cell>
              <Button variant="secondary" data-size="sm" aria-label={text('myaccount.end_of', { what: nameOf(row) })} onClick={() => onEnd(row)}>
                {text('myaccount.end')}
              </Button>
            </Cell>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

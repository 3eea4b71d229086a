import type { ReactNode } from 'react';

interface TableProps {
  /** Read out before the table; not drawn. */
  readonly caption: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/**
 * A table that keeps being one for a screen reader when a narrow screen draws its rows as blocks
 * (`stack`): hence the explicit roles.
 */
export function DataTable({ caption, className, children }: TableProps) {
  return (
    <div className="tb-scroll">
      <table className={className ? `tb ${className}` : 'tb'} role="table">
        <caption className="sr">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

interface HeadProps {
  readonly columns: readonly Column[];
}

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly number?: boolean;
  /** The label is for screen readers alone. */
  readonly hidden?: boolean;
  /** A longer explanation, shown on hover and read out. */
  readonly help?: string;
}

export function TableHead({ columns }: HeadProps) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {columns.map(({ key, label, number, hidden, help }) => (
          <th key={key} role="columnheader" scope="col" className={number ? 'n' : undefined} title={help}>
            {hidden ? <span className="sr">{label}</span> : label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface CellProps {
  /** Shown before the value when rows are drawn as blocks. */
  readonly label?: string | undefined;
  readonly number?: boolean;
  readonly className?: string | undefined;
  /** Keeps its room and says nothing: not seen, not read, not reached. */
  readonly held?: boolean;
  readonly children?: ReactNode;
}

export function Cell({ label, number, className, held = false, children }: CellProps) {
  const classes = [number ? 'n' : '', className ?? ''].filter(Boolean).join(' ');
  return (
    <td role="cell" data-label={label} className={classes === '' ? undefined : classes}>
      {held ? (
        <div className="v held" aria-hidden="true" inert>
          {children}
        </div>
      ) : label === undefined ? (
        children
      ) : (
        <div className="v">{children}</div>
      )}
    </td>
  );
}

export function RowHeader({ className, children }: CellProps) {
  return (
    <th role="rowheader" scope="row" className={className}>
      {children}
    </th>
  );
}

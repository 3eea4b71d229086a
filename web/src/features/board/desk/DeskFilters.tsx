import { Button } from '@digdir/designsystemet-react';
import { useMemo, useState } from 'react';
import { useSession } from '../../../app';
import { useText } from '../../../i18n';
import { GlyphWord, riskKey, riskOrder, statusGlyph, statusOrder, useMedia } from '../../../ui';
import type { BoardRowData, RiskLevel } from '../model/row';
import { numbers } from '../model/summary';
import { shortStatusKey } from '../words';
import { MomentPicker } from './MomentPicker';
import { isFiltered, onlyChoices, type Filter, type Only } from './filter';

interface Props {
  /** Everyone who could be shown, filtered or not. */
  readonly rows: readonly BoardRowData[];
  readonly hasHidden: boolean;
  readonly now: number;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  /** The rows are too old to be read or chosen among. */
  readonly emptied: boolean;
}

export function DeskFilters({ rows, hasHidden, now, filter, onChange, emptied }: Props) {
  const text = useText();
  const { me } = useSession();
  const counts = useMemo(() => numbers(rows).statuses, [rows]);
  const responsible = useMemo(
    () => [...new Set(rows.flatMap((row) => (row.responsible ? [row.responsible] : [])))].toSorted(),
    [rows],
  );
  const set = (change: Filter) => onChange({ ...filter, ...change });
  const mine = me?.initials;
  const folds = useMedia('(max-width: 40rem)');
  const [unfolded, setUnfolded] = useState(false);
  const open = !folds || unfolded;
  return (
    <section className="filters" aria-label={text('desk.filters')}>
      {folds ? (
        <Button variant="secondary" aria-expanded={unfolded} onClick={() => setUnfolded((was) => !was)}>
          {text('desk.filters')}
        </Button>
      ) : null}
      <ul hidden={!open} className="filter-statuses" inert={emptied} aria-hidden={emptied || undefined} aria-label={text('desk.filter.status')}>
        {statusOrder
          .filter((status) => counts.has(status) || filter.status === status)
          .map((status) => (
            <li key={status}>
              <button
                type="button"
                className="chip"
                disabled={emptied}
                aria-pressed={!emptied && filter.status === status}
                onClick={() => set({ status: filter.status === status ? undefined : status })}
              >
                <GlyphWord {...statusGlyph[status]}>
                  <span>
                    <b>{counts.get(status) ?? 0}</b> {text(shortStatusKey(status))}
                  </span>
                </GlyphWord>
              </button>
            </li>
          ))}
      </ul>
      <div hidden={!open} className="filter-fields">
        <label>
          {text('desk.filter.who')}
          <select disabled={emptied} value={filter.who ?? ''} onChange={(e) => set({ who: e.target.value || undefined })}>
            <option value="">{text('desk.filter.any')}</option>
            {mine && !responsible.includes(mine) ? <option value={mine}>{mine}</option> : null}
            {responsible.map((initials) => (
              <option key={initials} value={initials}>
                {initials === mine ? `${initials} (${text('desk.filter.mine').toLowerCase()})` : initials}
              </option>
            ))}
          </select>
        </label>
        <label>
          {text('desk.filter.risk')}
          <select
            disabled={emptied}
            value={filter.risk ?? ''}
            onChange={(e) => set({ risk: riskOrder.find((level: RiskLevel) => level === e.target.value) })}
          >
            <option value="">{text('desk.filter.any')}</option>
            {riskOrder.map((level) => (
              <option key={level} value={level}>
                {text(riskKey(level))}
              </option>
            ))}
          </select>
        </label>
        <label>
          {text('desk.filter.only')}
          <select
            disabled={emptied}
            value={filter.only ?? ''}
            onChange={(e) => set({ only: onlyChoices.find((choice: Only) => choice === e.target.value) })}
          >
            <option value="">{text('desk.filter.any')}</option>
            {onlyChoices.map((choice) => (
              <option key={choice} value={choice}>
                {text(`desk.filter.${choice}`)}
              </option>
            ))}
          </select>
        </label>
        {hasHidden ? (
          <label className="check">
            <input
              type="checkbox"
              checked={filter.all === true}
              onChange={(e) => set({ all: e.target.checked || undefined })}
            />
            {text('desk.filter.all')}
          </label>
        ) : null}
        {isFiltered(filter) ? (
          <Button variant="tertiary" onClick={() => onChange({ all: filter.all })}>
            {text('desk.filter.clear')}
          </Button>
        ) : null}
        <MomentPicker now={now} />
      </div>
    </section>
  );
}

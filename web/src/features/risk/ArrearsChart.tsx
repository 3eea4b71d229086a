import { kroner, useText, useTime } from '../../i18n';
import { riskGlyph, riskKey, useWidth } from '../../ui';
import { across, type ArrearsPoint, levelBars, levels, monthsOf, type Span, stepLine, ticks } from './arrears';

interface Props {
  readonly span: Span;
  readonly points: readonly ArrearsPoint[];
  readonly monthlyRentOre: number | null;
}

const PLOT = 140;
const LANE = 16;
const LEFT = 56;
const RIGHT = 12;
const TOP = 10;
const FOOT = 18;

/** Unpaid rent as a line of steps, and the level below it. The table beside it says the same in words. */
export function ArrearsChart({ span, points, monthlyRentOre }: Props) {
  const text = useText();
  const time = useTime();
  const [ref, width] = useWidth<HTMLDivElement>(560);
  const inner = width - LEFT - RIGHT;
  const twoPeriods = monthlyRentOre === null ? null : 2 * monthlyRentOre;
  const largest = Math.max(0, ...points.map((point) => point.arrearsOre));
  const amounts = ticks(Math.max(largest, twoPeriods !== null && largest > 0 ? twoPeriods : 0));
  const top = amounts.at(-1) ?? 1;
  const place = across(span, inner);
  const x = (day: string) => Math.round((LEFT + place(day)) * 10) / 10;
  const y = (ore: number) => Math.round((TOP + PLOT - (ore / top) * PLOT) * 10) / 10;
  const months = monthsOf(span);
  const every = Math.max(1, Math.ceil(months.length / Math.max(2, Math.floor(inner / 52))));
  const laneTop = TOP + PLOT + 14;
  const bottom = laneTop + levels.length * LANE;
  const height = bottom + FOOT;
  const last = points.at(-1);

  return (
    <div ref={ref} className="arrears-plot">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text('risk.chart', { from: time.date(span.from), until: time.date(span.until), amount: kroner(last?.arrearsOre ?? 0) })}>
        {months.map((month, index) => (
          <g key={month}>
            <path d={`M${x(month)} ${TOP}V${bottom}`} stroke="var(--tv-line)" />
            {index % every === 0 ? (
              <text x={x(month)} y={height - 4}>
                {time.dayMonth(month).replace(/^1\.?\s/, '')}
              </text>
            ) : null}
          </g>
        ))}
        {amounts.map((amount) => (
          <g key={amount}>
            <path d={`M${LEFT} ${y(amount)}H${width - RIGHT}`} stroke="var(--tv-line)" />
            <text x={LEFT - 8} y={y(amount) + 4} textAnchor="end" className="tn">
              {kroner(amount)}
            </text>
          </g>
        ))}
        {twoPeriods !== null && twoPeriods <= top ? (
          <>
            <path d={`M${LEFT} ${y(twoPeriods)}H${width - RIGHT}`} stroke="var(--tv-line-strong)" strokeDasharray="5 4" />
            <text x={LEFT + 4} y={y(twoPeriods) - 5}>
              {text('risk.two_periods', { amount: kroner(twoPeriods) })}
            </text>
          </>
        ) : null}
        <path d={stepLine(points, span, x, y)} fill="none" stroke="var(--tv-ink)" strokeWidth="2.5" strokeLinejoin="miter" />
        {levels.map((level, index) => (
          <g key={level}>
            <path d={`M${LEFT} ${laneTop + index * LANE + LANE / 2}H${width - RIGHT}`} stroke="var(--tv-line)" />
            <text x={LEFT - 8} y={laneTop + index * LANE + LANE / 2 + 4} textAnchor="end">
              {text(riskKey(level))}
            </text>
          </g>
        ))}
        {levelBars(points, span).map((bar) => (
          <rect
            key={bar.from}
            className={`h-${riskGlyph[bar.level].hue}`}
            x={x(bar.from)}
            y={laneTop + levels.indexOf(bar.level) * LANE + 2}
            width={Math.max(2, x(bar.until) - x(bar.from))}
            height={LANE - 4}
            fill="currentColor"
          />
        ))}
      </svg>
    </div>
  );
}

import { useMemo } from 'react';
import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { dateOf, useKindText, useText, useTime } from '../../i18n';
import { EntryMark, entryGlyph, type Mark, useWidth } from '../../ui';
import { paths } from '../../ui/icons/paths';
import { barsOf, lanes, monthStarts, pointsOf } from './lanes';

interface Props {
  readonly entries: readonly TimelineEntryFragment[];
  readonly from: number;
  readonly until: number;
  /** The instant looked back from; the rest of the chart was still ahead. */
  readonly seenFrom: number | null;
  /** Nothing before this is fetched; null when everything in the period is. */
  readonly loadedFrom: number | null;
}

const ROW = 27;
const MARK = 14;
const legend: readonly Mark[] = ['CONTACT', 'ATTEMPT', 'HOME', 'PAID', 'MONEY', 'LEGAL', 'ADMISSION', 'PLAN', 'MEETING', 'CORRECTION'];

/** Lanes over time. The list below says the same in words. */
export function LaneChart({ entries, from, until, seenFrom, loadedFrom }: Props) {
  const text = useText();
  const kindText = useKindText();
  const time = useTime();
  const [ref, width] = useWidth<HTMLDivElement>(640);
  const points = useMemo(() => pointsOf(entries).filter((point) => point.at >= from && point.at <= until), [entries, from, until]);
  const bars = useMemo(() => barsOf(entries).filter((bar) => (bar.until ?? until) >= from && bar.from <= until), [entries, from, until]);
  const edge = MARK / 2 + 1;
  const x = (at: number) => edge + ((Math.min(Math.max(at, from), until) - from) / (until - from)) * (width - 2 * edge);
  const middle = (lane: (typeof lanes)[number]) => lanes.indexOf(lane) * ROW + ROW / 2;
  const height = lanes.length * ROW;
  const months = monthStarts(from, until);
  const every = Math.max(1, Math.ceil(months.length / Math.max(2, Math.floor(width / 64))));
  const day = (at: number) => time.dayMonth(dateOf(at));

  return (
    <figure className="lanes">
      <div className="lanes-grid">
        <div className="lane-names" aria-hidden="true">
          {lanes.map((lane) => (
            <span key={lane}>{text(`lane.${lane}`)}</span>
          ))}
        </div>
        <div ref={ref} className="lane-plot">
          <svg width={width} height={height + 20} viewBox={`0 0 ${width} ${height + 20}`} role="img" aria-label={text('participant.chart', { from: day(from), until: day(until) })}>
            {lanes.map((lane, index) => (
              <path key={lane} d={`M0 ${(index + 1) * ROW - 0.5}H${width}`} stroke="var(--tv-line)" />
            ))}
            {months.map((at, index) => (
              <g key={at}>
                <path d={`M${Math.round(x(at)) + 0.5} 0V${height}`} stroke="var(--tv-line)" />
                {index % every === 0 && x(at) < width - 40 ? (
                  <text x={x(at) + 3} y={height + 15} className="lane-month">
                    {day(at).replace(/^1\.?\s/, '')}
                  </text>
                ) : null}
              </g>
            ))}
            {loadedFrom === null ? null : (
              <>
                <pattern id="lanes-unloaded" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                  <path d="M0 0V6" stroke="var(--tv-ink-3)" strokeWidth="1.5" />
                </pattern>
                <rect x={0} y={0} width={x(loadedFrom)} height={height} fill="url(#lanes-unloaded)" opacity=".45" />
              </>
            )}
            {seenFrom === null ? null : (
              <>
                <rect x={x(seenFrom)} y={0} width={Math.max(0, width - x(seenFrom))} height={height} fill="var(--tv-history-tint)" />
                <path d={`M${x(seenFrom)} 0V${height}`} stroke="var(--tv-history)" strokeWidth="2" />
              </>
            )}
            {bars.map((bar) => (
              <rect
                key={bar.id}
                x={x(bar.from)}
                y={middle('admission') - 6}
                width={Math.max(3, x(bar.until ?? seenFrom ?? until) - x(bar.from))}
                height={12}
                fill={bar.prison ? 'none' : 'var(--tv-hospital)'}
                stroke="var(--tv-hospital)"
                strokeWidth="1.5"
              />
            ))}
            {points.map((point) => {
              const glyph = entryGlyph[point.mark];
              const y = middle(point.lane);
              return (
                <g key={point.id} className={point.planned ? 'h-quiet' : point.stands ? `h-${glyph.hue}` : 'h-quiet lane-error'}>
                  {point.writtenAt === null ? null : (
                    <path d={`M${x(point.at)} ${y}H${x(point.writtenAt)}M${x(point.writtenAt)} ${y - 5}v10`} stroke="currentColor" strokeWidth="1.5" fill="none" />
                  )}
                  <g transform={`translate(${x(point.at) - MARK / 2} ${y - MARK / 2})`}>
                    <title>{`${kindText(point.kind)}, ${time.dateTime(point.at)}`}</title>
                    {point.writtenAt === null ? null : <circle cx={MARK / 2} cy={MARK / 2} r={MARK / 2} fill="var(--tv-bg)" />}
                    {point.planned ? <Planned /> : <Glyph mark={point.mark} />}
                  </g>
                </g>
              );
            })}
          </svg>
        </div>
      </div>
      <figcaption className="lane-legend">
        {legend.map((mark) => (
          <span key={mark}>
            <EntryMark mark={mark} />
            {text(`mark.${lower(mark)}`)}
          </span>
        ))}
        <span>
          <svg className="ic" viewBox="0 0 14 14" aria-hidden="true">
            <Planned />
          </svg>
          {text('mark.planned')}
        </span>
        <span>
          <svg className="ic lane-tail" viewBox="0 0 30 24" aria-hidden="true">
            <path d="M6 12H27M27 7v10" stroke="currentColor" strokeWidth="2.4" fill="none" />
            <circle cx="6" cy="12" r="5" fill="currentColor" />
          </svg>
          {text('mark.tail')}
        </span>
      </figcaption>
    </figure>
  );
}

const lower = <T extends string>(value: T) => value.toLowerCase() as Lowercase<T>;

/** Only planned: a hollow ring of dashes, which no contact has. */
function Planned() {
  return <circle cx={MARK / 2} cy={MARK / 2} r={MARK / 2 - 2} fill="none" stroke="currentColor" strokeWidth="1.75" strokeDasharray="2.4 1.8" />;
}

/** The same drawings as the icons, 24 units wide. */
function Glyph({ mark }: { readonly mark: Mark }) {
  return <g transform={`scale(${MARK / 24})`}>{paths[entryGlyph[mark].icon]}</g>;
}

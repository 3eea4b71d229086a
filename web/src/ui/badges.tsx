import type { ReactNode } from 'react';
import type { BoardStatus, RiskLevel } from '../graphql/generated/schema';
import { useText, type TextKey } from '../i18n';
import { Icon, type IconName } from './icons/Icon';
import { entryGlyph, riskGlyph, statusGlyph, type Hue, type Mark } from './marks';

type Lower<T extends string> = Lowercase<T>;
const lower = <T extends string>(value: T) => value.toLowerCase() as Lower<T>;

export function statusKey(status: BoardStatus): TextKey {
  return `board.status.${lower(status)}`;
}

export function riskKey(level: RiskLevel): TextKey {
  return `risk.level.${lower(level)}`;
}

interface GlyphWordProps {
  readonly icon: IconName;
  readonly hue: Hue;
  readonly children: ReactNode;
}

/** Shape, word and colour together. Only the glyph is coloured; the worst level alone is filled. */
export function GlyphWord({ icon, hue, children }: GlyphWordProps) {
  if (hue === 'worst') {
    return (
      <span className="st worst">
        <Icon name={icon} />
        {children}
      </span>
    );
  }
  return (
    <span className="st">
      <Icon name={icon} className={`h-${hue}`} />
      {children}
    </span>
  );
}

export function StatusGlyph({ status }: { readonly status: BoardStatus }) {
  const { icon, hue } = statusGlyph[status];
  return <Icon name={icon} className={`h-${hue}`} />;
}

export function RiskGlyph({ level }: { readonly level: RiskLevel }) {
  const { icon, hue } = riskGlyph[level];
  return <Icon name={icon} className={`h-${hue}`} />;
}

export function StatusBadge({ status, word }: { readonly status: BoardStatus; readonly word?: string }) {
  const text = useText();
  return <GlyphWord {...statusGlyph[status]}>{word ?? text(statusKey(status))}</GlyphWord>;
}

export function RiskBadge({ level }: { readonly level: RiskLevel }) {
  const text = useText();
  return <GlyphWord {...riskGlyph[level]}>{text(riskKey(level))}</GlyphWord>;
}

/** The mark of an entry on time lines and in lists. Put the entry's own word beside it. */
export function EntryMark({ mark }: { readonly mark: Mark }) {
  const { icon, hue } = entryGlyph[mark];
  return <Icon name={icon} className={`h-${hue}`} />;
}

interface BoxProps {
  /** Which rule it is past, for who hears the page or asks the box. */
  readonly spoken?: string | undefined;
  readonly children: ReactNode;
}

/** An outlined box: past a rule, and somebody must decide. */
export function Box({ spoken, children }: BoxProps) {
  return (
    <span className="box" title={spoken}>
      {children}
      {spoken === undefined ? null : <span className="sr">, {spoken}</span>}
    </span>
  );
}

/** Nothing to show: a dash for the eye, a word for the ear. */
export function None() {
  const text = useText();
  return (
    <>
      <span aria-hidden="true" className="mut">
        {text('value.none')}
      </span>
      <span className="sr">{text('value.none_spoken')}</span>
    </>
  );
}

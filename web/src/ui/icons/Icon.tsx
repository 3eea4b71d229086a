import { paths } from './paths';

export type IconName = keyof typeof paths;

interface Props {
  readonly name: IconName;
  readonly className?: string | undefined;
}

/** Never the sole carrier of meaning: a word stands beside it, so that it is hidden from screen readers. */
export function Icon({ name, className }: Props) {
  return (
    <svg className={className ? `ic ${className}` : 'ic'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {paths[name]}
    </svg>
  );
}

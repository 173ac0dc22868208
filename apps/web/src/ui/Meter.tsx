// A share as a bar. The bar is for the eye only: whoever shows it says the figures beside it.
import type { ReactNode } from 'react';

/** `share` is 0 to 1, more is shown as full; `over` marks what is behind or too much. */
export const Meter = ({ share, over = false }: { readonly share: number; readonly over?: boolean }) => (
  <span className={over ? 'meter over' : 'meter'} aria-hidden="true">
    <i style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
  </span>
);

/** The bar with its figures behind it, on one line. */
export const Progress = ({ share, text }: { readonly share: number; readonly text: ReactNode }) => (
  <span className="progress">
    <Meter share={share} />
    <span className="number">{text}</span>
  </span>
);

// Small parts: page head, panel, tag, figure, chip, notice, pager, month stepper.
import { Link, type LinkProps } from '@tanstack/react-router';
import { Button } from 'antd';
import { LeftOutlined, RightOutlined, WarningOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useEffect, type ReactNode } from 'react';
import { addMonths } from '@shouwang/domain/shared';
import { formatMonth, formatNumber } from '../platform/i18n/format.ts';

export type Tone = 'plain' | 'pine' | 'amber' | 'danger' | 'good' | 'outline';

/** `bare`: the screen has a head of its own, with the page's h1 in it. */
export function Page({
  title,
  lead,
  actions,
  bare = false,
  children,
}: {
  readonly title: string;
  readonly bare?: boolean;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('product')}`;
  }, [title, t]);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          {!bare && <h1>{title}</h1>}
          {lead !== undefined && <p>{lead}</p>}
        </div>
        {actions !== undefined && <div className="page-actions no-print">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Panel({
  title,
  note,
  actions,
  bare = false,
  children,
}: {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly bare?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className="panel">
      {title !== undefined && (
        <div className="panel-head">
          <div className="wrap-row">
            <h2>{title}</h2>
            {note !== undefined && <span className="panel-note">{note}</span>}
          </div>
          {actions}
        </div>
      )}
      {bare ? children : <div className="panel-body">{children}</div>}
    </section>
  );
}

export const Tag = ({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) => <span className={`tag tag-${tone}`}>{children}</span>;

/** A number that opens its rows where `to` is given. */
export function Figure({
  label,
  value,
  unit,
  before,
  tone,
  link,
}: {
  readonly label: string;
  readonly value: number | string;
  readonly unit?: string;
  readonly before?: string;
  readonly tone?: 'amber' | 'danger' | undefined;
  readonly link?: LinkProps;
}) {
  const className = `figure${tone === undefined ? '' : ` figure-${tone}`}`;
  const content = (
    <>
      <span className="figure-label">{label}</span>
      <div className="figure-value">
        {typeof value === 'number' ? formatNumber(value) : value}
        {unit !== undefined && <small>{unit}</small>}
      </div>
      {before !== undefined && <span className="figure-before">{before}</span>}
    </>
  );
  return link === undefined ? (
    <div className={className}>{content}</div>
  ) : (
    <Link {...link} className={className}>
      {content}
    </Link>
  );
}

export function Chip({
  pressed,
  count,
  onClick,
  children,
}: {
  readonly pressed: boolean;
  readonly count?: number | undefined;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className="chip" aria-pressed={pressed} onClick={onClick}>
      {children}
      {count !== undefined && <span className="chip-count">{formatNumber(count)}</span>}
    </button>
  );
}

export const Notice = ({ tone = 'amber', children }: { readonly tone?: 'amber' | 'danger' | 'pine'; readonly children: ReactNode }) => (
  <div className={`notice ${tone}`} role="status">
    <WarningOutlined aria-hidden="true" style={{ marginBlockStart: 4 }} />
    <div>{children}</div>
  </div>
);

/** 1-based page; `count` may still be unknown while it is computed apart from the rows. */
export function Pager({
  page,
  size,
  count,
  more,
  go,
}: {
  readonly page: number;
  readonly size: number;
  readonly count: number | undefined;
  readonly more: boolean;
  readonly go: (page: number) => void;
}) {
  const { t } = useTranslation();
  const pages = count === undefined ? undefined : Math.max(1, Math.ceil(count / size));
  return (
    <nav className="pager no-print" aria-label={t('pages')}>
      <span>{count === undefined ? '' : t('rows', { count })}</span>
      <span className="pager-moves">
        <Button icon={<LeftOutlined />} disabled={page <= 1} onClick={() => go(page - 1)} aria-label={t('previousPage')} />
        <span>{t('page', { page, pages: pages ?? '…' })}</span>
        <Button icon={<RightOutlined />} disabled={pages === undefined ? !more : page >= pages} onClick={() => go(page + 1)} aria-label={t('nextPage')} />
      </span>
    </nav>
  );
}

/** Moves month by month; `link` makes the address of a month. Later than `last` cannot be chosen. */
export function MonthStepper({ month, last, link }: { readonly month: string; readonly last: string; readonly link: (month: string) => LinkProps }) {
  const { t } = useTranslation();
  return (
    <span className="stepper no-print">
      <Link {...link(addMonths(month, -1))} aria-label={t('previousMonth')}>
        <LeftOutlined />
      </Link>
      <span aria-live="polite">{formatMonth(month)}</span>
      <Link {...link(addMonths(month, 1))} aria-label={t('nextMonth')} aria-disabled={month >= last} tabIndex={month >= last ? -1 : 0}>
        <RightOutlined />
      </Link>
    </span>
  );
}

// Files in review: what waits for me, what came back, how far each village is; approved or returned many
// at once, each outcome named.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { reviewCounts, reviewList, reviewSelections, reviewWorkbook } from '@shouwang/contract/reviews';
import { waitingFor, type ReviewDeed } from '@shouwang/domain/reviews';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { useCan, useSession } from '../../platform/session.ts';
import { useRested } from '../../platform/useMedia.ts';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { useSentence } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { Outcomes } from './Outcomes.tsx';
import { useReviewColumns } from './useReviewColumns.tsx';
import { useAct, type Outcome } from './useReview.ts';
import { VillageProgress } from './VillageProgress.tsx';
import './reviews.css';

const SIZE = 50;
const bulk: readonly ReviewDeed[] = ['submit', 'resubmit', 'approve', 'file', 'return'];
type Show = (typeof reviewSelections)[number];

export function ReviewsPage() {
  const { t } = useTranslation(['reviews', 'common']);
  const search = useSearch({ from: '/reviews' });
  const navigate = useNavigate();
  const { asked } = useWhere();
  const { role } = useSession();
  const can = useCan();
  const act = useAct();
  const sentence = useSentence();
  const [text, setText] = useState(search.q ?? '');
  const [selection, setSelection] = useState<{ readonly of: string; readonly ids: ReadonlySet<string> }>({ of: '', ids: new Set() });
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null);
  const [busy, setBusy] = useState<ReviewDeed | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReturning, setReturning] = useState(false);
  const q = useRested(text.trim());

  const levels = waitingFor(role);
  const shows = reviewSelections.filter((one) => (one === 'waiting' ? levels.length > 0 : !levels.some((state) => state === one)));
  const show = search.show ?? shows[0] ?? 'toSubmit';
  const page = Number(search.page ?? '1');
  const go = (change: { show?: Show | 'villages' | undefined; q?: string | undefined; page?: string | undefined }): void => {
    void navigate({ to: '/reviews', search: given({ ...search, page: undefined, ...change }) });
  };
  useEffect(() => {
    if (q !== (search.q ?? '')) go({ q: q === '' ? undefined : q });
  });

  const counts = useQuery({ queryKey: ['reviews', 'counts', asked], queryFn: ({ signal }) => call(reviewCounts, { query: asked, signal }) });
  const query = { ...asked, show: show === 'villages' ? ('waiting' as const) : show, ...(search.q === undefined ? {} : { q: search.q }), limit: SIZE, offset: (page - 1) * SIZE };
  // What was chosen belongs to the rows it was chosen among.
  const rowsShown = JSON.stringify(query);
  const selected: ReadonlySet<string> = selection.of === rowsShown ? selection.ids : new Set();
  const setSelected = (ids: Iterable<string>): void => setSelection({ of: rowsShown, ids: new Set(ids) });
  const reviews = useQuery({
    queryKey: ['reviews', 'list', query],
    enabled: show !== 'villages',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(reviewList, { query, signal }),
  });
  const rows = reviews.data?.rows ?? [];
  const states = counts.data?.states ?? {};
  const countOf = (one: Show): number | undefined =>
    counts.data === undefined
      ? undefined
      : one === 'waiting'
        ? levels.reduce((sum, state) => sum + (states[state] ?? 0), 0)
        : one === 'toSubmit'
          ? (states['draft'] ?? 0) + (states['changed'] ?? 0)
          : (states[one] ?? 0);

  const mayAct = can('reviews.act');
  const toggle = (elderId: string): void => setSelected(selected.has(elderId) ? [...selected].filter((id) => id !== elderId) : [...selected, elderId]);
  const columns = useReviewColumns({ selected, toggle, selectable: mayAct });
  const chosen = rows.filter((row) => selected.has(row.elderId));
  /** What may be done to every chosen file. */
  const deeds = bulk.filter((action) => chosen.length > 0 && chosen.every((row) => row.deeds.some((deed) => deed.action === action)));
  const take = async (action: ReviewDeed, note = ''): Promise<void> => {
    setBusy(action);
    setProblem(null);
    try {
      setOutcomes(await act({ action, note, items: chosen.map(({ elderId, digest, state }) => ({ elderId, digest, state })) }));
      setSelected([]);
    } catch (error) {
      if (action === 'return') throw error;
      setProblem(sentence(error));
    } finally {
      setBusy(null);
    }
  };

  return (
    <Page
      title={t('reviews:title')}
      lead={t('reviews:lead')}
      actions={
        can('elders.export') &&
        show !== 'villages' && <ExportAction title={t('reviews:exportTitle')} take={(reason) => file(reviewWorkbook, { query: { ...asked, show: query.show, reason } })} />
      }
    >
      <div className="stack">
        <div className="chips">
          {shows.map((one) => (
            <Chip key={one} pressed={show === one} count={countOf(one)} onClick={() => go({ show: one })}>
              {t(`reviews:show.${one}`)}
            </Chip>
          ))}
          <span className="chip-gap" aria-hidden="true" />
          <Chip pressed={show === 'villages'} onClick={() => go({ show: 'villages' })}>
            {t('reviews:byVillage')}
          </Chip>
        </div>
        {show === 'villages' ? (
          <VillageProgress counts={counts} />
        ) : (
          <>
            <div className="bulk-bar no-print">
              <Input
                allowClear
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder={t('reviews:find')}
                aria-label={t('reviews:find')}
                style={{ maxWidth: 240 }}
              />
              {mayAct && rows.length > 0 && (
                <Button size="small" onClick={() => setSelected(selected.size > 0 ? [] : rows.map((row) => row.elderId))}>
                  {selected.size > 0 ? t('reviews:selectNone') : t('reviews:selectAll')}
                </Button>
              )}
              {chosen.length > 0 && <span className="soft">{t('reviews:selected', { count: chosen.length })}</span>}
              {deeds.map((action) => (
                <Button
                  key={action}
                  size="small"
                  {...(action === 'return' ? {} : { type: 'primary' as const })}
                  loading={busy === action}
                  onClick={() => (action === 'return' ? setReturning(true) : void take(action))}
                >
                  {t(`reviews:deed.${action}`)}
                </Button>
              ))}
            </div>
            {problem !== null && (
              <p role="alert" className="review-note danger">
                {problem}
              </p>
            )}
            {outcomes !== null && <Outcomes outcomes={outcomes} close={() => setOutcomes(null)} />}
            <PagedTable
              query={reviews}
              lines={10}
              label={t('reviews:title')}
              columns={columns}
              rowKey={(row) => row.elderId}
              page={page}
              size={SIZE}
              go={(next) => go({ page: String(next) })}
              empty={{ title: t('reviews:nothing'), hint: t('reviews:nothingHint') }}
            />
          </>
        )}
      </div>
      {isReturning && (
        <ReasonDialog
          title={t('reviews:returnMany', { count: chosen.length })}
          lead={t('reviews:returnLead')}
          hint={t('reviews:returnHint')}
          confirmLabel={t('reviews:deed.return')}
          onConfirm={(note) => take('return', note)}
          onClose={() => setReturning(false)}
        />
      )}
    </Page>
  );
}

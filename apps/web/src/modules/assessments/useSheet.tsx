// What every sheet does in the same way: saving under one id, saying why it was not saved, leaving.
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { useSentence } from '../../ui/states.tsx';
import type { Occasion } from './sheets.ts';

interface SheetState {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly save: (occasion: Occasion, send: (id: string) => Promise<unknown>) => Promise<void>;
}

/** Saves once, however often it is sent: the id is made when the sheet is opened. */
export function useSheet(done: () => void): SheetState {
  const { t } = useTranslation(['assessments']);
  const sentence = useSentence();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [id] = useState(() => v7());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    busy,
    problem,
    async save(occasion, send) {
      if (occasion.assessors.some((name) => name.trim() === '')) {
        setProblem(t('assessments:assessorsMissing'));
        return;
      }
      setBusy(true);
      setProblem(null);
      try {
        await send(id);
        await client.invalidateQueries();
        void message.success(t('assessments:saved'));
        done();
      } catch (error) {
        setProblem(sentence(error));
        setBusy(false);
      }
    },
  };
}

/** Save and leave; leaving asks first once something was filled in. */
export function SheetActions({
  state,
  ready,
  touched,
  onSave,
  onLeave,
  children,
}: {
  readonly state: SheetState;
  readonly ready: boolean;
  readonly touched: boolean;
  readonly onSave: () => void;
  readonly onLeave: () => void;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation(['assessments', 'common']);
  const { modal } = App.useApp();
  const leave = (): void => {
    if (!touched) {
      onLeave();
      return;
    }
    modal.confirm({
      title: t('assessments:leaveTitle'),
      content: t('assessments:leaveText'),
      okText: t('assessments:leaveConfirm'),
      cancelText: t('common:cancel'),
      onOk: onLeave,
    });
  };
  return (
    <div className="sheet-actions">
      {children}
      {state.problem !== null && (
        <p role="alert" className="problem">
          {state.problem}
        </p>
      )}
      <div className="wrap-row">
        <Button type="primary" disabled={!ready} loading={state.busy} onClick={onSave}>
          {t('assessments:save')}
        </Button>
        <Button onClick={leave}>{t('assessments:leave')}</Button>
      </div>
    </div>
  );
}

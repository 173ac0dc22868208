// What happened, on which day, how it is known; and what follows from it.
import { Input, TreeSelect } from 'antd';
import { recordLife } from '@shouwang/contract/listing';
import type { DivisionView } from '@shouwang/contract/divisions';
import { levelOf } from '@shouwang/domain/divisions';
import type { LifeEventKind } from '@shouwang/domain/listing';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useDivisions, type DivisionTree } from '../divisions/useDivisions.ts';
import { useRefresh } from './useFileListing.ts';

interface Node {
  readonly value: string;
  readonly title: string;
  readonly selectable: boolean;
  readonly disabled: boolean;
  readonly children?: Node[];
}
const nodesOf = (tree: DivisionTree, divisions: readonly DivisionView[], own: string): Node[] =>
  divisions.map((division) => {
    const children = nodesOf(tree, tree.children(division.code), own);
    const isVillage = levelOf(division.code) === 'village';
    return { value: division.code, title: division.name, selectable: isVillage, disabled: division.code === own, ...(children.length === 0 ? {} : { children }) };
  });

function Village({ own, value, change }: { readonly own: string; readonly value: string; readonly change: (code: string) => void }) {
  const { t } = useTranslation(['listing']);
  const tree = useDivisions();
  const nodes = useMemo(() => (tree === undefined ? [] : nodesOf(tree, tree.roots, own)), [tree, own]);
  return (
    <div className="field">
      <label htmlFor="life-village">{t('listing:field.to.movedWithin')}</label>
      <TreeSelect
        id="life-village"
        showSearch
        treeNodeFilterProp="title"
        treeDefaultExpandAll={nodes.length < 3}
        treeData={nodes}
        loading={tree === undefined}
        {...(value === '' ? {} : { value })}
        onChange={(code: string) => change(code)}
        style={{ width: '100%' }}
      />
    </div>
  );
}

export function LifeEventForm({
  elderId,
  name,
  division,
  kind,
  onClose,
}: {
  readonly elderId: string;
  readonly name: string;
  readonly division: string;
  readonly kind: LifeEventKind;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['listing', 'common']);
  const refresh = useRefresh();
  const [on, setOn] = useState(today());
  const [reason, setReason] = useState('');
  const [to, setTo] = useState('');
  const [group, setGroup] = useState('');
  const isComplete = on !== '' && reason.trim().length >= 2 && (kind !== 'movedWithin' || to !== '');
  const save = async (): Promise<void> => {
    await call(recordLife, {
      params: { id: elderId },
      body: { kind, on, reason: reason.trim(), ...(to.trim() === '' ? {} : { to: to.trim() }), ...(group.trim() === '' ? {} : { group: group.trim() }) },
    });
    await refresh();
  };
  return (
    <FormDialog title={`${t(`listing:event.${kind}`)} · ${name}`} okText={t('listing:save')} isComplete={isComplete} onSave={save} onClose={onClose}>
      <p className="follows">
        {t(`listing:follows.${kind}`)} {t('listing:undoNote')}
      </p>
      <div className="field">
        <label htmlFor="life-on">{t('listing:field.on')}</label>
        <Input id="life-on" type="date" max={today()} value={on} onChange={(event) => setOn(event.target.value)} />
      </div>
      {kind === 'movedWithin' && (
        <>
          <Village own={division} value={to} change={setTo} />
          <div className="field">
            <label htmlFor="life-group">{t('listing:field.group')}</label>
            <Input id="life-group" maxLength={40} value={group} onChange={(event) => setGroup(event.target.value)} />
          </div>
        </>
      )}
      {(kind === 'movedOut' || kind === 'institution') && (
        <div className="field">
          <label htmlFor="life-to">{t(`listing:field.to.${kind}`)}</label>
          <Input id="life-to" maxLength={100} value={to} onChange={(event) => setTo(event.target.value)} />
        </div>
      )}
      <div className="field">
        <label htmlFor="life-reason">{t('listing:field.reason')}</label>
        <Input.TextArea id="life-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} aria-describedby="life-reason-hint" />
        <span id="life-reason-hint" className="panel-note">
          {t('listing:field.reasonHint')}
        </span>
      </div>
    </FormDialog>
  );
}

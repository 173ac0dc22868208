// The button on a file that records what happened to the person, proposes him by hand, or sets what bears
// on his visits. What follows is said before anybody saves.
import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ElderFile } from '@shouwang/contract/ledger';
import type { LifeEventKind } from '@shouwang/domain/listing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan, useSession } from '../../platform/session.ts';
import { ArrangementForm } from './ArrangementForm.tsx';
import { InclusionForm } from './InclusionForm.tsx';
import { LifeEventForm } from './LifeEventForm.tsx';
import { useFileListing } from './useFileListing.ts';

/** Digits of a scope that is one village. */
const VILLAGE_DIGITS = 12;

export function LifeAction({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['listing']);
  const can = useCan();
  const { scope } = useSession();
  const { data } = useFileListing(file.row.id);
  const [open, setOpen] = useState<string | null>(null);
  if (data === undefined) return null;
  const isOpen = data.closedOn === null;
  // A village sees no other village to move somebody to: its town does that.
  const possible = data.possible.filter((one) => one !== 'movedWithin' || scope.length < VILLAGE_DIGITS);
  const others = [
    ...(isOpen && can('listing.propose') && !data.inclusions.some((one) => one.state === 'proposed' || one.state === 'confirmed') ? ['propose' as const] : []),
    ...(isOpen && can('listing.decide') && data.state === 'confirmed' ? (['extra', 'substitute'] as const) : []),
  ];
  if (possible.length + others.length === 0) return null;
  const kind = possible.find((one) => one === open) as LifeEventKind | undefined;
  const close = (): void => setOpen(null);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          onClick: ({ key }) => setOpen(key),
          items: [
            ...(possible.length > 0
              ? [{ type: 'group' as const, label: t('listing:action.event'), children: possible.map((one) => ({ key: one, label: t(`listing:event.${one}`) })) }]
              : []),
            ...(others.length > 0
              ? [{ type: 'group' as const, label: t('listing:action.list'), children: others.map((one) => ({ key: one, label: t(`listing:menu.${one}`) })) }]
              : []),
          ],
        }}
      >
        <Button>
          {t('listing:action.open')} <DownOutlined aria-hidden="true" />
        </Button>
      </Dropdown>
      {kind !== undefined && <LifeEventForm elderId={file.row.id} name={file.row.name} division={file.row.division} kind={kind} onClose={close} />}
      {open === 'propose' && <InclusionForm elderId={file.row.id} rules={data.rules} onClose={close} />}
      {(open === 'extra' || open === 'substitute') && <ArrangementForm elderId={file.row.id} kind={open} onClose={close} />}
    </>
  );
}

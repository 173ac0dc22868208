// 应急电话: whom each village and town names for emergencies. The phones of their visitors carry these
// numbers and offer them in this order, without a network.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { contactList, contactWorkbook, contactPhone, contactSave, type VillageContact } from '@shouwang/contract/network';
import { contactRoles } from '@shouwang/domain/network';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Page, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { Place } from '../divisions/Place.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import './contacts.css';

interface Named {
  readonly division: string;
  readonly townName: string;
  readonly villageName: string;
  readonly contacts: readonly VillageContact[];
}

export function ContactsPage() {
  const { t } = useTranslation(['contacts', 'common', 'shell']);
  const { asked } = useWhere();
  const [edited, setEdited] = useState<Named | null>(null);
  const contacts = useQuery({ queryKey: ['villageContacts', asked], queryFn: ({ signal }) => call(contactList, { query: asked, signal }) });
  const columns: readonly Column<Named>[] = [
    {
      key: 'place',
      title: t('contacts:column.place'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (row.villageName === '' ? <strong>{row.townName}</strong> : <Place village={row.villageName} town={row.townName} />),
    },
    {
      key: 'contacts',
      title: t('contacts:column.contacts'),
      place: 'wide',
      cell: (row) =>
        row.contacts.length === 0 ? (
          <Tag tone="amber">{t('contacts:none')}</Tag>
        ) : (
          <ol className="contact-list">
            {row.contacts.map((contact) => (
              <li key={contact.phone + contact.name}>
                {t(`contacts:role.${contact.role}`)} {contact.name} <span className="soft">{contact.phone}</span>
              </li>
            ))}
          </ol>
        ),
    },
    {
      key: 'edit',
      title: t('contacts:column.edit'),
      end: true,
      cell: (row) => (
        <Button onClick={() => setEdited(row)} aria-label={t('contacts:editOf', { place: row.villageName === '' ? row.townName : row.villageName })}>
          {t('contacts:edit')}
        </Button>
      ),
    },
  ];
  return (
    <Page
      title={t('shell:nav.contacts')}
      lead={t('contacts:lead')}
      actions={<ExportAction title={t('contacts:exportTitle')} take={(reason) => file(contactWorkbook, { query: { ...asked, reason } })} />}
    >
      <Loaded query={contacts}>
        {({ places }) =>
          places.length === 0 ? (
            <Empty title={t('contacts:nobody')} hint={t('contacts:nobodyHint')} />
          ) : (
            <DataTable label={t('shell:nav.contacts')} columns={columns} rows={places} rowKey={(row) => row.division} />
          )
        }
      </Loaded>
      {edited !== null && <ContactsForm place={edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

const MOST = 12;
const blank: VillageContact = { role: 'village', name: '', phone: '' };
/** A row while it is typed; `key` keeps its fields when another is taken away. */
type Typed = VillageContact & { readonly key: number };

function ContactsForm({ place, onClose }: { readonly place: Named; readonly onClose: () => void }) {
  const { t } = useTranslation(['contacts', 'common']);
  const queries = useQueryClient();
  const [rows, setRows] = useState<readonly Typed[]>((place.contacts.length > 0 ? place.contacts : [blank]).map((contact, key) => ({ ...contact, key })));
  const isEmpty = ({ name, phone }: VillageContact): boolean => name.trim() === '' && phone.trim() === '';
  const set = (at: number, change: Partial<VillageContact>): void => setRows(rows.map((row, index) => (index === at ? { ...row, ...change } : row)));
  const save = async (): Promise<void> => {
    await call(contactSave, {
      params: { division: place.division },
      body: { contacts: rows.filter((row) => !isEmpty(row)).map(({ role, name, phone }) => ({ role, name, phone })) },
    });
    await queries.invalidateQueries({ queryKey: ['villageContacts'] });
  };
  const check = (): string | null => {
    const wrong = rows.findIndex((row) => !isEmpty(row) && (row.name.trim() === '' || !contactPhone.safeParse(row.phone).success));
    return wrong < 0 ? null : t('contacts:wrong', { row: wrong + 1 });
  };
  return (
    <FormDialog
      title={t('contacts:editOf', { place: place.villageName === '' ? place.townName : place.villageName })}
      okText={t('common:save')}
      width={640}
      check={check}
      onSave={save}
      onClose={onClose}
    >
      <p className="soft">{t('contacts:order')}</p>
      {rows.map((row, at) => (
        <fieldset key={row.key} className="contact-row" aria-label={t('contacts:row', { row: at + 1 })}>
          <Select
            aria-label={t('contacts:field.role')}
            value={row.role}
            onChange={(role) => set(at, { role })}
            options={contactRoles.map((role) => ({ value: role, label: t(`contacts:role.${role}`) }))}
          />
          <Input
            aria-label={t('contacts:field.name')}
            placeholder={t('contacts:field.name')}
            maxLength={40}
            value={row.name}
            onChange={(event) => set(at, { name: event.target.value })}
          />
          <Input
            aria-label={t('contacts:field.phone')}
            placeholder={t('contacts:field.phone')}
            type="tel"
            maxLength={26}
            value={row.phone}
            onChange={(event) => set(at, { phone: event.target.value })}
          />
          <Button onClick={() => setRows(rows.filter((_, index) => index !== at))}>{t('contacts:remove')}</Button>
        </fieldset>
      ))}
      <Button disabled={rows.length >= MOST} onClick={() => setRows([...rows, { ...blank, key: Math.max(-1, ...rows.map(({ key }) => key)) + 1 }])}>
        {t('contacts:add')}
      </Button>
    </FormDialog>
  );
}

// The two columns with which lists of people begin: who it is, opening the file, and in which village.
import { Link } from '@tanstack/react-router';
import type { Column } from '../../ui/DataTable.tsx';
import { Place } from '../divisions/Place.tsx';

export const elderColumn = <Row extends { readonly elderId: string; readonly elderName: string }>(title: string): Column<Row> => ({
  key: 'elder',
  title,
  place: 'lead',
  nowrap: true,
  cell: (row) => (
    <Link to="/ledger/$elderId" params={{ elderId: row.elderId }} className="person">
      {row.elderName}
    </Link>
  ),
});

export const villageColumn = <Row extends { readonly villageName: string; readonly townName: string }>(title: string): Column<Row> => ({
  key: 'village',
  title,
  nowrap: true,
  cell: (row) => <Place village={row.villageName} town={row.townName} />,
});

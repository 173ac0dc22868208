// The people who visit: village cadres, grid workers, work-team members, assigned cadres, helpers and
// volunteers, where they live and how many elders each can take; and who visits whom: the nearest
// visitor of the village who still has room. Where there is no room, an elder has nobody, as in life.
import { addCalendarMonths, type IsoDate } from '@shouwang/domain/shared';
import type { Sex } from '@shouwang/domain/ledger';
import type { AssignmentRole, VisitorKind } from '@shouwang/domain/network';
import { personName } from './names.ts';
import { away, kilometres, type Point, type Village } from './places.ts';
import { birthDateOf, idNoOf, phoneOf, type GeneratedElder, type SequenceOf } from './people.ts';
import { chance, uuidAt } from './random.ts';

export interface GeneratedVisitor {
  readonly index: number;
  readonly id: string;
  readonly village: Village;
  readonly name: string;
  readonly sex: Sex;
  readonly idNo: string;
  readonly phone: string;
  readonly kind: VisitorKind;
  readonly home: Point;
  /** Elders he can take. */
  readonly capacity: number;
  readonly activeFrom: IsoDate;
  /** Share of his duties that he does: most nearly all, some hardly more than half. */
  readonly diligence: number;
}
export interface GeneratedAssignment {
  readonly id: string;
  readonly elder: GeneratedElder;
  readonly visitor: GeneratedVisitor;
  readonly role: AssignmentRole;
  readonly from: IsoDate;
}

const kinds: readonly VisitorKind[] = ['helper', 'villageCadre', 'gridWorker', 'workTeamMember', 'assignedCadre', 'volunteer'];
/** Share of elders who are at home but whom nobody has taken on. */
const OVERLOOKED = 0.03;

export interface VisitorDraw {
  readonly seed: string;
  readonly index: number;
  readonly village: Village;
  readonly asOf: IsoDate;
  readonly sequenceOf: SequenceOf;
  /** Elders of the village per visitor, from which the room each has follows. */
  readonly load: number;
}
export function drawVisitor({ seed, index, village, asOf, sequenceOf, load }: VisitorDraw): GeneratedVisitor {
  const from = chance(seed, 'visitor', index);
  const sex: Sex = from.happens(0.35) ? 'male' : 'female';
  const birthDate = birthDateOf(from, from.int(24, 66), asOf);
  const group = from.pick(village.groups);
  const activeFrom = addCalendarMonths(asOf, -48);
  return {
    index,
    id: uuidAt(Date.parse(`${activeFrom}T00:00:00Z`) + index, from),
    village,
    name: personName(from, sex).name,
    sex,
    idNo: idNoOf(birthDate, sequenceOf(birthDate, sex)),
    phone: phoneOf(from),
    kind: kinds[from.weighted([30, 25, 25, 8, 8, 4])] as VisitorKind,
    home: away(group, Math.abs(from.bell()) * 0.25, from.unit() * 2 * Math.PI),
    capacity: Math.max(2, Math.round(load * (0.7 + from.unit() * 1.1))),
    activeFrom,
    diligence: from.happens(0.08) ? 0.5 + from.unit() * 0.25 : 0.92 + from.unit() * 0.08,
  };
}

/** Who is responsible for whom in one village. */
export function assign(seed: string, elders: readonly GeneratedElder[], visitors: readonly GeneratedVisitor[]): readonly GeneratedAssignment[] {
  const room = visitors.map((visitor) => visitor.capacity);
  const assignments: GeneratedAssignment[] = [];
  for (const elder of elders) {
    const from = chance(seed, 'assignment', elder.index);
    if (from.happens(OVERLOOKED)) continue;
    let nearest: GeneratedVisitor | null = null;
    let place = -1;
    visitors.forEach((visitor, index) => {
      if ((room[index] as number) <= 0) return;
      if (nearest === null || kilometres(visitor.home, elder.facts.location) < kilometres(nearest.home, elder.facts.location)) {
        nearest = visitor;
        place = index;
      }
    });
    if (nearest === null) continue;
    room[place] = (room[place] as number) - 1;
    assignments.push({ id: uuidAt(Date.parse(`${elder.enteredOn}T00:00:00Z`) + elder.index, from), elder, visitor: nearest, role: 'responsible', from: elder.enteredOn });
  }
  return assignments;
}

// An offline command as the server sees it. One handler serves a single command and a batch of a
// hundred: both run the same rule, the batch as one set.
import type { Permission } from '@shouwang/domain/access';
import type { Refusal } from '@shouwang/domain/shared';
import type { CommandOutcome } from '@shouwang/domain/sync';
import type { z } from 'zod';
import type { Tx } from '../db/index.ts';
import type { Services } from '../services.ts';

export interface CommandItem<P> {
  readonly id: string;
  readonly payload: P;
  /** Field → revision that the device saw. */
  readonly base: Readonly<Record<string, string | null>>;
  /** Judged by the server's reckoning of the device clock. */
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly receivedAt: string;
  /** Server minus device clock at sending, milliseconds. */
  readonly clockOffsetMs: number;
  readonly clockWrong: boolean;
  readonly deviceId: string | null;
  /** Its phone was revoked before it was sent. */
  readonly deviceRevoked?: boolean;
}

export interface CommandAnswer {
  readonly outcome: CommandOutcome;
  readonly refusal?: Refusal;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface SyncCommand<P = unknown> {
  readonly kind: string;
  readonly permission: Permission;
  readonly payload: z.ZodType<P>;
  /** Answers one outcome per item, in order. Runs in one transaction with the claim of the ids. */
  apply(tx: Tx, services: Services, items: readonly CommandItem<P>[]): Promise<readonly CommandAnswer[]>;
}

export const command = <P>(spec: SyncCommand<P>): SyncCommand => spec as unknown as SyncCommand;

/** What a pull brings of one entity: changes of transactions in [from, to), or everything. */
export interface FeedSource {
  readonly entity: string;
  changed(
    tx: Tx,
    services: Services,
    span: { readonly from: string; readonly to: string } | 'all',
  ): Promise<{ readonly upserts: readonly { readonly id: string; readonly data: unknown }[]; readonly removals: readonly string[] }>;
}
